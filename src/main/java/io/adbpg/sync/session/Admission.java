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
 * Lets a table's changes through when it is their turn: none while the table is loaded; while some tables are behind the
 * others, those of these tables only, until they have come as far.
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

    /** What is done when all tables are at the same position. */
    @FunctionalInterface
    interface CatchUpEnd {
        /**
         * Notes it on the target.
         *
         * @param position where the stream goes on for all
         * @throws Exception if it can't be noted, or to begin a new session
         */
        void reached(long position) throws Exception;
    }

    /**
     * @param admitted the tables whose changes are wanted
     * @param behind those that are behind the others
     * @param ahead the position that the others hold; 0 if none is behind
     * @param mostBuffered how many changes of a transaction are buffered until its end
     * @param neededFrom the position after which the source must forget nothing
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
        // Only its end tells whether the others hold a transaction: until then nothing of it may be mixed with those
        // before.
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
            // The first transaction that the others lack. It comes again, for all.
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
    public boolean isBusy() {
        return next.isBusy();
    }

    @Override
    public boolean isAwaited() {
        return next.isAwaited();
    }
}
