package io.adbpg.sync.session;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.resume.LastTransaction;
import java.time.Instant;

/**
 * Requires that the stream, where it begins before the position, tells what it told before: a source that was restored from a
 * disk's snapshot has its slot and its timeline, and writes other transactions at the same positions.
 *
 * <p>Nothing is confirmed to the slot until that is certain.
 */
final class SameHistory extends ForwardingHandler {
    private final LastTransaction expected;
    private final Told told;
    private final long begin;
    private final long held;
    private final Runnable whenMet;
    private boolean isMet;
    private boolean isPassed;
    private boolean hasChanges;

    /** Notes what the stream tells. */
    @FunctionalInterface
    interface Told {
        /** Notes a transaction with changes. */
        void note(long lsn, Instant time);
    }

    /**
     * @param expected the last transaction before the position
     * @param told notes the transactions for the positions that follow
     * @param begin where the slot begins
     * @param held the position
     * @param whenMet called once the last transaction is met, or at once if it need not be
     */
    SameHistory(TransactionHandler next, LastTransaction expected, Told told, long begin, long held, Runnable whenMet) {
        super(next);
        this.expected = expected;
        this.told = told;
        this.begin = begin;
        this.held = held;
        this.whenMet = whenMet;
        isMet = expected.time() == null || expected.lsn() <= begin;
        isPassed = isMet && (expected.equals(LastTransaction.UNKNOWN) || held <= begin);
        if (isMet) {
            whenMet.run();
        }
    }

    @Override
    public void change(Operation operation, Relation relation, Row old, Row row) throws Exception {
        hasChanges = true;
        next.change(operation, relation, old, row);
    }

    @Override
    public void skip(TableName table) {
        hasChanges = true;
        next.skip(table);
    }

    @Override
    public void commit(long lsn, Instant time) throws Exception {
        if (!isPassed) {
            compare(lsn, time);
        }
        if (time != null && hasChanges) {
            told.note(lsn, time);
        }
        hasChanges = false;
        next.commit(lsn, time);
    }

    private void compare(long lsn, Instant time) {
        if (!isMet) {
            if (lsn == expected.lsn() && expected.time().equals(time)) {
                isMet = true;
                whenMet.run();
            } else if (lsn >= expected.lsn()) {
                throw LastTransaction.otherHistory(
                        expected.lsn(),
                        Message.of(
                                "the transaction of {0} that ended at {1} is not there",
                                expected.time(), Lsn.text(expected.lsn())));
            }
        } else if (time != null && hasChanges && lsn > expected.lsn() && lsn <= held) {
            throw LastTransaction.otherHistory(
                    held, Message.of("a transaction of {0} ends before that, at {1}", time, Lsn.text(lsn)));
        }
        isPassed = isMet && lsn >= held;
    }

    /** A position that may be confirmed to the slot. */
    private long confirmable(long position) {
        return isPassed ? position : Math.min(position, begin);
    }

    @Override
    public long flush() throws Exception {
        return confirmable(next.flush());
    }

    @Override
    public long handOver() throws Exception {
        return confirmable(next.handOver());
    }

    @Override
    public long settle() throws Exception {
        return confirmable(next.settle());
    }

    @Override
    public boolean isAwaited() {
        return !isPassed || next.isAwaited();
    }
}
