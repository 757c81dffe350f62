package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import java.sql.Savepoint;
import java.util.List;

/**
 * Does many things to the target at once; where it refuses them for their data, by halves, down to the single ones that it
 * refuses. Each try stands behind a savepoint.
 *
 * @param connection where they are done, in the transaction that is under way
 */
record Bisection(TargetConnection connection) {
    /** What is done. */
    @FunctionalInterface
    interface Attempt<T> {
        /** Does some of the things, all together. */
        void make(List<T> some) throws Exception;
    }

    /** What becomes of a thing that can't be done. */
    @FunctionalInterface
    interface Refused<T> {
        /** Notes it; what was tried is taken back by then. */
        void take(T one, DataRefusal why) throws Exception;
    }

    <T> void run(List<T> all, Attempt<T> attempt, Refused<T> refused) throws Exception {
        if (all.isEmpty()) {
            return;
        }
        DataRefusal why = tryAll(all, attempt);
        if (why == null) {
            return;
        }
        if (all.size() == 1) {
            refused.take(all.get(0), why);
            return;
        }
        int half = all.size() / 2;
        run(all.subList(0, half), attempt, refused);
        run(all.subList(half, all.size()), attempt, refused);
    }

    /** Why it can't be done; null if it is. */
    private <T> DataRefusal tryAll(List<T> all, Attempt<T> attempt) throws Exception {
        Savepoint before = connection.mark();
        try {
            attempt.make(all);
        } catch (Exception e) {
            DataRefusal why = DataRefusal.find(e);
            if (why == null) {
                throw e;
            }
            connection.rollbackTo(before);
            return why;
        }
        connection.release(before);
        return null;
    }
}
