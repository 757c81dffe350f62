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
    private static final String EMBEDDED = Server.EMBEDDED + ":";
    private static final String LOOPBACK = "127.0.0.1:";

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

    /** The name of a job with both ends, as {@link #toString} gives it, must be this one's. */
    public boolean isNamed(String other) {
        return other.equals(toString()) || other.equals(embedded().toString());
    }

    /** An embedded server has another port each time. */
    private JobIdentity embedded() {
        return new JobIdentity(job, embedded(source), embedded(target));
    }

    private static String embedded(String address) {
        return address.startsWith(LOOPBACK)
                ? EMBEDDED + address.substring(LOOPBACK.length()).replaceFirst("^\\d+", "5432")
                : address;
    }

    /** Job and both ends, for messages. */
    @Override
    public String toString() {
        return "job " + job + " from " + source + " to " + target;
    }
}
