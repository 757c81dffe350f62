package io.adbpg.sync.support;

import java.io.IOException;

/** A server that a test stops and starts again, with its data: one of the test's own, or the one that {@link Cluster} names. */
public interface StoppableServer extends AutoCloseable {
    /** How a server is stopped. */
    enum Stop {
        /** It takes back what is not committed and ends in order. */
        FAST,
        /** It ends at once, as in a crash. */
        IMMEDIATE
    }

    /** A database of the test's own on it. */
    TestDatabase database(String role);

    /** Whether it can be stopped, and started again. */
    boolean canStop();

    /** Stops it; returns when it has ended. */
    void stop(Stop how) throws IOException;

    /** Starts it again; returns when it lets sessions in. */
    void startAgain() throws IOException;

    @Override
    void close() throws IOException;
}
