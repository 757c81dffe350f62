package io.adbpg.sync.settings;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Refusal;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What tells a job from any other: its name, and where it copies from and to.
 *
 * @param source the source as {@code host:port/database}
 * @param target the target, alike
 */
public record JobIdentity(String job, String source, String target) {
    private static final String LOOPBACK = "127.0.0.1:";
    /** The address of an embedded server, as settings have it or as it runs, up to the database. */
    private static final String EMBEDDED = "(?:" + Server.EMBEDDED + "|127\\.0\\.0\\.1):\\d+/";

    /** The identity of a job with these settings. */
    public static JobIdentity of(Settings settings) {
        return new JobIdentity(
                settings.job(), settings.source().address(), settings.target().address());
    }

    /** The identity of the job that has these settings; empty if they don't say all of it. */
    public static Optional<JobIdentity> read(UnaryOperator<String> lookup) {
        try {
            return Optional.of(new JobIdentity(
                    DeclaredSettings.JOB.read(lookup),
                    DeclaredSettings.SOURCE.read(lookup).address(),
                    DeclaredSettings.TARGET.read(lookup).address()));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    /**
     * The name of a job with both ends, as {@link #toString} gives it, must be this one's. An embedded server has another port each
     * time, and a command knows none of them.
     */
    public boolean isNamed(String other) {
        return other.equals(toString())
                || (other.contains(Server.EMBEDDED + ":") && withoutPorts(other).equals(withoutPorts(toString())));
    }

    private static String withoutPorts(String name) {
        return name.replaceAll(EMBEDDED, LOOPBACK + "/");
    }

    /** Job and both ends, for messages. */
    @Override
    public String toString() {
        return "job " + job + " from " + source + " to " + target;
    }
}
