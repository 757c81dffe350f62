package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.time.Instant;

/**
 * Receives the source's transactions from a {@link ChangeStream}, one after the other in commit order.
 *
 * <p>Every method may throw, if the target fails or the job is stopped. The stream must then end without another call.
 */
public interface TransactionHandler {
    /**
     * Handles an inserted, updated or deleted row, or a truncated table.
     *
     * @param old the row before the change, at least its key columns; null for INSERT and TRUNCATE, and for an UPDATE
     *     that did not change the key
     * @param row the row after the change, its key columns never {@link Row#UNCHANGED}; null for DELETE and TRUNCATE
     */
    void change(Operation operation, Relation relation, Row old, Row row) throws Exception;

    /** Notes that the stream has skipped a change, since {@link KeyColumns} returned null for its table. */
    default void skip(TableName table) {}

    /**
     * Notes that the source has written all rows of a table anew, as ALTER TABLE does, with values that the stream does not
     * tell.
     */
    default void rewritten(TableName table) {}

    /**
     * Ends the current transaction, or moves the position on if nothing happened.
     *
     * @param lsn the end of the transaction's commit record, or the position up to which nothing has happened
     * @param time when it was committed on the source; null if nothing happened
     */
    void commit(long lsn, Instant time) throws Exception;

    /**
     * Applies all committed transactions and waits for the target, unless the next transaction has begun. The stream
     * calls this when nothing more has arrived.
     *
     * @return the position that the target now holds durably, and that may be confirmed to the slot
     */
    long flush() throws Exception;

    /**
     * Starts to apply all committed transactions, unless the next transaction has begun, and lets the stream go on
     * meanwhile. The stream calls this when more has arrived already.
     *
     * @return the position that the target holds durably so far
     */
    default long handOver() throws Exception {
        return flush();
    }

    /**
     * Waits until everything that was handed over is applied. The stream calls this when nothing arrives.
     *
     * @return the position that the target now holds durably
     */
    long settle() throws Exception;

    /**
     * Whether another transaction as large as the last one would be too much for the batch that is being assembled, which may be
     * larger while the last one is being applied. The stream asks after a transaction's end, and hands over then.
     */
    default boolean isFull() {
        return false;
    }

    /** Whether something that was handed over is still being applied. */
    default boolean isBusy() {
        return false;
    }

    /**
     * Whether somebody waits for the position to move: the stream then calls {@link #commit} soon, even if nothing
     * happens.
     */
    default boolean isAwaited() {
        return false;
    }
}
