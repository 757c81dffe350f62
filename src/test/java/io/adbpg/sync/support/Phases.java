package io.adbpg.sync.support;

import java.util.EnumMap;
import java.util.Map;

/** Where the time of the tests goes that run in this JVM. */
public final class Phases {
    private static final Map<Phase, Long> NANOS = new EnumMap<>(Phase.class);

    /** What a test spends time with. */
    public enum Phase {
        /** Servers are started. */
        SERVERS,
        /** Jobs are started, up to their routes. */
        JOBS,
        /** Something is waited for. */
        WAITING
    }

    private Phases() {}

    /** Adds time to a phase. */
    public static synchronized void add(Phase phase, long nanos) {
        NANOS.merge(phase, nanos, Long::sum);
    }

    /** The time of each phase since the last call, in nanoseconds. */
    static synchronized Map<Phase, Long> take() {
        Map<Phase, Long> taken = new EnumMap<>(NANOS);
        NANOS.clear();
        return taken;
    }
}
