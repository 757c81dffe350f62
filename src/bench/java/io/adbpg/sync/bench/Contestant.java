package io.adbpg.sync.bench;

import io.adbpg.sync.support.TestDatabase;
import java.time.Duration;

/** What can work off the changes of a source: the job, or one of those that it is measured beside. */
interface Contestant {
    /** Its name, in the tables of results. */
    String name();

    /**
     * Makes what it needs on the source before the changes are made there: it must miss none.
     *
     * @param target a database of its own, with the same rows as the source
     */
    Run prepare(TestDatabase source, TestDatabase target, Workload workload) throws Exception;

    /** One run over one backlog. */
    interface Run {
        /** Begins to read. */
        void start() throws Exception;

        /**
         * Whether the target has all changes.
         *
         * @param lsn a position of the source after all changes
         */
        boolean isDone(String lsn);

        /** Whether rows are written: the bare engine drops them. */
        default boolean writes() {
            return true;
        }

        /** The CPU that processes of its own have taken, beside this JVM and the servers. */
        default Duration cpu() {
            return Duration.ZERO;
        }

        /** Ends the reading, and takes away what it needed on both ends. */
        void end() throws Exception;
    }
}
