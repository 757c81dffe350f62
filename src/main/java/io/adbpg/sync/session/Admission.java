package io.adbpg.sync.session;

import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
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
    private final int mostHeld;
    private final CatchUpEnd catchUpEnd;
    private final LongSupplier neededFrom;

    private long ahead;
    private final List<Change> held = new ArrayList<>();
    private boolean holds = true;
    private boolean othersChanged;

    /** A change that waits for the end of its transaction. */
    private interface Change {
        void tell() throws Exception;
    }

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
     * @param mostHeld how many changes of a transaction are kept until its end
     * @param neededFrom the position after which the source must forget nothing
     */
    Admission(
            BatchAssembler next,
            Set<TableName> admitted,
            Set<TableName> behind,
            long ahead,
            int mostHeld,
            CatchUpEnd catchUpEnd,
            LongSupplier neededFrom) {
        this.next = next;
        this.admitted = admitted;
        this.behind = behind;
        this.ahead = ahead;
        this.mostHeld = mostHeld;
        this.catchUpEnd = catchUpEnd;
        this.neededFrom = neededFrom;
    }

    @Override
    public void insert(Relation relation, Row row) throws Exception {
        if (admits(relation)) {
            tell(() -> next.insert(relation, row));
        }
    }

    @Override
    public void update(Relation relation, Row old, Row row) throws Exception {
        if (admits(relation)) {
            tell(() -> next.update(relation, old, row));
        }
    }

    @Override
    public void delete(Relation relation, Row old) throws Exception {
        if (admits(relation)) {
            tell(() -> next.delete(relation, old));
        }
    }

    @Override
    public void truncate(Relation relation) throws Exception {
        if (admits(relation)) {
            tell(() -> next.truncate(relation));
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

    /** Only its end tells whether the others hold a transaction: until then nothing of it may be mixed with those before. */
    private void tell(Change change) throws Exception {
        if (ahead == 0 || !holds) {
            change.tell();
            return;
        }
        held.add(change);
        if (held.size() >= mostHeld) {
            next.flush();
            holds = false;
            tellHeld();
        }
    }

    private void tellHeld() throws Exception {
        for (Change change : held) {
            change.tell();
        }
        held.clear();
    }

    @Override
    public void commit(long lsn, Instant time) throws Exception {
        if (ahead > 0 && lsn > ahead && othersChanged) {
            // The first transaction that the others lack. It comes again, for all.
            if (holds) {
                held.clear();
                next.flush();
            } else {
                next.forget();
            }
            catchUpEnd.reached(ahead);
            throw new SessionOver("all tables are at the same position");
        }
        tellHeld();
        holds = true;
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

    private long needed(long held) {
        return Math.min(held, neededFrom.getAsLong());
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
