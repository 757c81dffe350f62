package io.adbpg.sync.batch;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.fold.Transaction;
import io.adbpg.sync.quarantine.QuarantineSession;
import io.adbpg.sync.settings.BatchLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Assembles batches from transactions: folds changes until the batch is full or the stream has no more ready.
 *
 * <p>A batch ends at the end of a transaction. A transaction larger than a batch is applied in pieces, of which only the
 * last is complete. Transactions at or below the target's position are dropped.
 */
public final class BatchAssembler {
    private final BatchLimits limits;
    private final Function<Relation, Rule> rules;
    private final ApplyAhead applier;
    private final Runnable undoPieces;
    private final Fence fence;
    private final QuarantineSession quarantine;

    private final NetChanges changes = new NetChanges();
    /** The changes of the open transaction, and the transactions that are not folded, while a refused row is looked for. */
    private final List<Change> read = new ArrayList<>();

    private final List<Transaction> apart = new ArrayList<>();
    private int apartRows;
    private long apartBytes;
    /** What the batch held when its last transaction had ended, and what that brought. */
    private int rowsAtEnd;

    private long bytesAtEnd;
    private int rowsOfLast;
    private long bytesOfLast;
    private final Map<Relation, Rule> knownRules = new HashMap<>();
    private final UnidentifiedChange unidentified = new UnidentifiedChange();
    private final UnstampedChanges unstamped;
    private final Map<Relation, Relation> stampedRelations = new HashMap<>();
    private long position;
    private long committed;
    private Instant oldestCommit;
    private Instant newestCommit;
    private boolean pieceIsOpen;

    private boolean hasChanges;

    /**
     * @param limits how large a batch may be
     * @param rules the rule by which changes of a table are folded
     * @param applier applies the batches; knows the position that the target holds
     * @param undoPieces rolls back the pieces applied since the last complete batch
     * @param fence stops the stream where a comparison waits for a position
     * @param quarantine takes the changes of rows that have earlier changes in quarantine
     */
    public BatchAssembler(
            BatchLimits limits,
            Function<Relation, Rule> rules,
            ApplyAhead applier,
            Runnable undoPieces,
            Fence fence,
            QuarantineSession quarantine) {
        this.limits = limits;
        this.position = applier.position();
        this.committed = position;
        this.rules = rules;
        this.applier = applier;
        this.undoPieces = undoPieces;
        this.fence = fence;
        this.quarantine = quarantine;
        this.unstamped = new UnstampedChanges(limits.bytes() / 2);
    }

    /** See {@link TransactionHandler#change}. */
    public void change(Operation operation, Relation relation, Row old, Row row) throws Exception {
        if (!hasChanges) {
            hasChanges = true;
            if (fence.isUp()) {
                // This transaction may end past the position that the fence waits for, so what comes before it must be
                // applied without it.
                flush();
            }
        }
        Rule rule = rule(relation);
        if (old == null && unidentified.takes(operation, relation, rule)) {
            return;
        }
        if (!rule.stamped()) {
            fold(operation, relation, rule, old, row);
        } else if (rule.operations().contains(operation)) {
            unstamped.add(new Change(operation, relation, old, row));
        }
    }

    private void fold(Operation operation, Relation relation, Rule rule, Row old, Row row) throws Exception {
        if (!quarantine.isEmpty() && quarantine.takes(operation, relation, rule, old, row)) {
            applyPieceIfFull();
            return;
        }
        changes.change(operation, relation, rule, old, row);
        if (quarantine.search().isOn()) {
            read.add(new Change(operation, relation, old, row));
        }
        applyPieceIfFull();
    }

    /** See {@link TransactionHandler#commit}. */
    public void commit(long lsn, Instant time) throws Exception {
        if (lsn <= position) {
            // The target holds this transaction.
            forget();
            return;
        }
        unidentified.requireNone();
        applier.endTrial();
        pass(lsn);
        if (!unstamped.isEmpty()) {
            StampedChanges stamped = new StampedChanges(new Stamp(lsn, time), stampedRelations, this::fold);
            unstamped.drain(change -> stamped.take(change, rule(change.relation())));
        }
        quarantine.stampBuffered(lsn, time);
        committed = lsn;
        if (time != null) {
            oldestCommit = oldestCommit == null ? time : oldestCommit;
            newestCommit = time;
        }
        if (pieceIsOpen) {
            handOver();
        } else if (quarantine.search().isOn()) {
            setApart(lsn, time);
        } else {
            rowsOfLast = rows() - rowsAtEnd;
            bytesOfLast = bytes() - bytesAtEnd;
            rowsAtEnd = rows();
            bytesAtEnd = bytes();
        }
    }

    /** See {@link TransactionHandler#isFull}. */
    public boolean isFull() {
        return isFull(rowsAtEnd + rowsOfLast, bytesAtEnd + bytesOfLast);
    }

    private void setApart(long lsn, Instant time) throws Exception {
        apartRows += changes.rows();
        apartBytes += 2 * changes.bytes();
        List<RowGroup> groups = changes.drain();
        if (!groups.isEmpty()) {
            apart.add(new Transaction(List.copyOf(read), groups, lsn, time));
        }
        read.clear();
        if (holdsEnough()) {
            handOver();
        }
    }

    private void pass(long lsn) throws Exception {
        if (fence.isUp()) {
            if (!hasChanges) {
                handOver();
            }
            settle();
        }
        fence.pass(lsn, hasChanges, isExact(), pieceIsOpen);
        hasChanges = false;
    }

    /** Whether the target holds every transaction committed so far, and no batch is being applied. */
    private boolean isExact() throws Exception {
        if (committed > position || applier.isBusy()) {
            return false;
        }
        // Throws if the last batch has failed.
        settle();
        return true;
    }

    /** See {@link TransactionHandler#isAwaited}. */
    public boolean isAwaited() {
        return fence.isUp();
    }

    /** See {@link TransactionHandler#flush}. */
    public long flush() throws Exception {
        if (committed > position) {
            applier.apply(drain(true));
            startNextBatch();
        }
        return settle();
    }

    /** See {@link TransactionHandler#handOver}. */
    public long handOver() throws Exception {
        if (committed > position) {
            begin(true);
            startNextBatch();
        }
        return applier.position();
    }

    /** See {@link TransactionHandler#settle}. */
    public long settle() throws Exception {
        return applier.settle();
    }

    /** See {@link TransactionHandler#isBusy}. */
    public boolean isBusy() {
        return applier.isBusy();
    }

    private void startNextBatch() {
        position = committed;
        oldestCommit = null;
        newestCommit = null;
        pieceIsOpen = false;
    }

    private void applyPieceIfFull() throws Exception {
        if (holdsEnough()) {
            begin(false);
            pieceIsOpen = true;
        }
    }

    private Batch drain(boolean isComplete) {
        int count = rows();
        Batch batch = new Batch(
                List.copyOf(apart),
                changes.drain(),
                count,
                isComplete,
                isComplete ? committed : 0,
                oldestCommit,
                newestCommit);
        read.clear();
        apart.clear();
        apartRows = 0;
        apartBytes = 0;
        rowsAtEnd = 0;
        bytesAtEnd = 0;
        rowsOfLast = 0;
        bytesOfLast = 0;
        return batch;
    }

    private void begin(boolean isComplete) throws Exception {
        boolean overlaps = mayOverlap();
        double size = limits.sizeOf(rows(), bytes());
        Batch batch = drain(isComplete);
        if (overlaps) {
            applier.begin(batch, size);
        } else {
            applier.apply(batch);
        }
    }

    /**
     * Whether the next changes may be read while the batch is applied. Not while the batch may change the quarantine, which
     * decides where the next changes go; and not beside a very large value, since memory may not have room for two.
     */
    private boolean mayOverlap() {
        return quarantine.isEmpty()
                && !quarantine.search().isOn()
                && changes.bytes() <= limits.mostBytes() + limits.bytes() / 4;
    }

    private boolean holdsEnough() {
        return isFull(rows(), bytes());
    }

    private boolean isFull(int rows, long bytes) {
        return limits.areReached(rows, bytes, changes.tables(), Math.max(1, growth()));
    }

    /** The changes of a refused row are in memory more than once while it is searched for. */
    private double growth() {
        return quarantine.search().isOn() ? 1 : applier.growth();
    }

    private int rows() {
        return apartRows + changes.rows() + quarantine.buffered();
    }

    private long bytes() {
        long open = quarantine.search().isOn() ? 2 * changes.bytes() : changes.bytes();
        return apartBytes + open + quarantine.bytes();
    }

    /**
     * Drops the changes of the open transaction, and rolls back its pieces. Only right if no transaction was committed since
     * the last flush.
     */
    public void forget() throws Exception {
        settle();
        changes.clear();
        read.clear();
        unstamped.clear();
        unidentified.forget();
        hasChanges = false;
        if (pieceIsOpen) {
            undoPieces.run();
            applier.forgetTrial();
            pieceIsOpen = false;
        }
        quarantine.undo();
    }

    private Rule rule(Relation relation) {
        return knownRules.computeIfAbsent(relation, rules);
    }
}
