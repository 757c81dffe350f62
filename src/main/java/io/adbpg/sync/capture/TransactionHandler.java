package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.time.Instant;

/**
 * What a {@link ChangeStream} tells of the source's transactions, one after the other in the order of their commits.
 *
 * <p>Every method may fail: the target can't be written, the job is stopped. The stream must then end and tell nothing
 * more.
 */
public interface TransactionHandler {
    /**
     * A row was inserted, updated or deleted, or a table was emptied.
     *
     * @param old the row before: its key columns at least; null for INSERT and TRUNCATE, and for an UPDATE that left the key
     *     alone
     * @param row the row after, its key never {@link Row#UNCHANGED}; null for DELETE and TRUNCATE
     */
    void change(Operation operation, Relation relation, Row old, Row row) throws Exception;

    /** A row of a table was changed in a way that is not told, since {@link KeyColumns} had no answer for the table. */
    default void unread(TableName table) {}

    /**
     * The transaction told so far is committed, or nothing happened up to here.
     *
     * @param lsn the end of its commit record, or the position up to which there is nothing else
     * @param time when it was committed at the source; null if nothing happened
     */
    void commit(long lsn, Instant time) throws Exception;

    /**
     * Writes all that is committed to the target, if nothing of a later transaction was told yet. The stream calls this
     * when it has no more at hand.
     *
     * @return the position that the target now holds durably: the source may forget what is before it
     */
    long flush() throws Exception;

    /**
     * Begins to write all that is committed to the target, if nothing of a later transaction was told yet, and lets the stream
     * go on meanwhile. The stream calls this when it has more at hand.
     *
     * @return the position that the target holds durably by now
     */
    default long handOver() throws Exception {
        return flush();
    }

    /**
     * Waits until all that was handed over is written. The stream calls this when nothing comes.
     *
     * @return the position that the target then holds durably
     */
    long settle() throws Exception;

    /** Whether what was handed over is still being written. */
    default boolean isBusy() {
        return false;
    }

    /**
     * Whether somebody waits for the next position: the stream then tells of one soon, by {@link #commit}, although nothing
     * happens.
     */
    default boolean isAwaited() {
        return false;
    }
}
