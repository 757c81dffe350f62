package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import java.sql.Savepoint;
import java.util.List;

/**
 * Applies many items to the target at once. If the target refuses them because of their data, tries each half, down to the
 * single items that it refuses. Each attempt runs behind a savepoint.
 *
 * @param connection the target connection, with the transaction that is under way
 */
public record Bisection(TargetConnection connection) {
    /** Applies items. */
    @FunctionalInterface
    public interface Attempt<T> {
        /** Applies these items together. */
        void make(List<T> some) throws Exception;
    }

    /** Receives the items that are refused. */
    @FunctionalInterface
    public interface Refused<T> {
        /** Takes a refused item; its attempt has been rolled back. */
        void take(T one, DataRefusal why) throws Exception;
    }

    /** Applies items, in halves where the target refuses some; those that it refuses one by one go to {@code refused}. */
    public <T> void run(List<T> all, Attempt<T> attempt, Refused<T> refused) throws Exception {
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

    /** Something that is applied. */
    @FunctionalInterface
    public interface Step {
        /** Applies it. */
        void make() throws Exception;
    }

    /** Applies something, unless the target refuses it because of its data; then nothing of it is left. */
    public boolean passes(Step step) throws Exception {
        return tryAll(List.of(step), some -> some.get(0).make()) == null;
    }

    /** Why the items are refused; null if they were applied. */
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
