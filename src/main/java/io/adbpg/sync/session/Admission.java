package io.adbpg.sync.session;

import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides which tables' changes are applied now. A table that is not loaded yet gets none. While some tables catch up with
 * the others, only they get theirs.
 */
final class Admission implements TransactionHandler {
    private final BatchAssembler next;
    private final Set<TableName> admitted;
    private final Set<TableName> behind;
    private final int mostBuffered;
    private final CatchUpEnd catchUpEnd;
    private final LongSupplier neededFrom;

    private long ahead;
    private final List<Change> buffered = new ArrayList<>();
    private boolean buffers = true;
    private boolean othersChanged;

    /** Called when all tables are at the same position. */
    @FunctionalInterface
    interface CatchUpEnd {
        /**
         * Records the end of the catch-up on the target.
         *
         * @param position where the stream goes on for all tables
         * @throws Exception if it can't be recorded, or a new session is to follow
         */
        void reached(long position) throws Exception;
    }

    /**
     * @param admitted the tables whose changes are applied
     * @param behind those that have to catch up with the others
     * @param ahead the position that the target holds of the others; 0 if no table is behind
     * @param mostBuffered how many changes of an open transaction are buffered before they are applied in pieces
     * @param neededFrom gives the position up to which the slot may be confirmed
     */
    Admission(
            BatchAssembler next,
            Set<TableName> admitted,
            Set<TableName> behind,
            long ahead,
            int mostBuffered,
            CatchUpEnd catchUpEnd,
            LongSupplier neededFrom) {
        this.next = next;
        this.admitted = admitted;
        this.behind = behind;
        this.ahead = ahead;
        this.mostBuffered = mostBuffered;
        this.catchUpEnd = catchUpEnd;
        this.neededFrom = neededFrom;
    }

    @Override
    public void change(Operation operation, Relation relation, Row old, Row row) throws Exception {
        if (!admits(relation)) {
            return;
        }
        if (ahead == 0 || !buffers) {
            next.change(operation, relation, old, row);
            return;
        }
        // Only the commit tells whether the target holds this transaction for the other tables. Until then its changes
        // must not share a batch with earlier ones.
        buffered.add(new Change(operation, relation, old, row));
        if (buffered.size() >= mostBuffered) {
            next.flush();
            buffers = false;
            passBuffered();
        }
    }

    private boolean admits(Relation relation) {
        if (!admitted.contains(relation.table())) {
            return false;
        }
        if (ahead == 0 || behind.contains(relation.table())) {
            return true;
        }
        othersChanged = true;
        return false;
    }

    private void passBuffered() throws Exception {
        for (Change change : buffered) {
            next.change(change.operation(), change.relation(), change.old(), change.row());
        }
        buffered.clear();
    }

    @Override
    public void commit(long lsn, Instant time) throws Exception {
        if (ahead > 0 && lsn > ahead && othersChanged) {
            // The first transaction that the other tables lack. The next session reads it again, for all tables.
            if (buffers) {
                buffered.clear();
                next.flush();
            } else {
                next.forget();
            }
            catchUpEnd.reached(ahead);
            throw new SessionOver("all tables are at the same position");
        }
        passBuffered();
        buffers = true;
        othersChanged = false;
        next.commit(lsn, time);
        if (ahead > 0 && lsn >= ahead) {
            next.flush();
            ahead = 0;
            catchUpEnd.reached(lsn);
        }
    }

    @Override
    public long flush() throws Exception {
        return needed(next.flush());
    }

    @Override
    public long handOver() throws Exception {
        return needed(next.handOver());
    }

    @Override
    public long settle() throws Exception {
        return needed(next.settle());
    }

    private long needed(long position) {
        return Math.min(position, neededFrom.getAsLong());
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }

    @Override
    public boolean isBusy() {
        return next.isBusy();
    }

    @Override
    public boolean isAwaited() {
        return next.isAwaited();
    }
}
