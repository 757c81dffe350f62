package io.adbpg.sync.capture;

import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes batches out of transactions: folds them until a batch is full or the stream has no more at hand.
 *
 * <p>A batch ends with a transaction, unless a transaction is larger than a batch: then its pieces are handed on one by
 * one, and only the last is complete. Transactions that the target holds already are dropped.
 */
final class BatchAssembler {
    private final int maxRows;
    private final long maxBytes;
    private final Function<Relation, Rule> rules;
    private final Batch.Handler handler;
    private final Runnable undoPieces;

    private final NetChanges changes = new NetChanges();
    private final Map<Relation, Rule> knownRules = new HashMap<>();
    private long position;
    private long committed;
    private Instant oldestCommit;
    private Instant newestCommit;
    private boolean pieceIsOpen;

    /**
     * @param position the position that the target holds
     * @param rules how a table is folded
     * @param handler where batches go
     * @param undoPieces takes back the pieces applied since the last complete batch
     */
    BatchAssembler(
            int maxRows,
            long maxBytes,
            long position,
            Function<Relation, Rule> rules,
            Batch.Handler handler,
            Runnable undoPieces) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.position = position;
        this.committed = position;
        this.rules = rules;
        this.handler = handler;
        this.undoPieces = undoPieces;
    }

    /** See {@link TransactionHandler#insert}. */
    void insert(Relation relation, Row row) throws Exception {
        changes.insert(relation, rule(relation), row);
        applyPieceIfFull();
    }

    /** See {@link TransactionHandler#update}. */
    void update(Relation relation, Row old, Row row) throws Exception {
        changes.update(relation, rule(relation), old, row);
        applyPieceIfFull();
    }

    /** See {@link TransactionHandler#delete}. */
    void delete(Relation relation, Row old) throws Exception {
        changes.delete(relation, rule(relation), old);
        applyPieceIfFull();
    }

    /** See {@link TransactionHandler#truncate}. */
    void truncate(Relation relation) {
        changes.truncate(relation, rule(relation));
    }

    /** See {@link TransactionHandler#commit}. */
    void commit(long lsn, Instant time) throws Exception {
        if (lsn <= position) {
            // The target holds it.
            forget();
            return;
        }
        committed = lsn;
        if (time != null) {
            oldestCommit = oldestCommit == null ? time : oldestCommit;
            newestCommit = time;
        }
        if (pieceIsOpen) {
            flush();
        }
    }

    /** See {@link TransactionHandler#flush}. */
    long flush() throws Exception {
        if (committed > position) {
            int count = changes.rows();
            handler.apply(new Batch(changes.drain(), count, true, committed, oldestCommit, newestCommit));
            position = committed;
            oldestCommit = null;
            newestCommit = null;
            pieceIsOpen = false;
        }
        return position;
    }

    private void applyPieceIfFull() throws Exception {
        if (isFull()) {
            int count = changes.rows();
            handler.apply(new Batch(changes.drain(), count, false, 0, oldestCommit, newestCommit));
            pieceIsOpen = true;
        }
    }

    private boolean isFull() {
        return changes.rows() >= maxRows || changes.bytes() >= maxBytes;
    }

    /** Drops what was told of a transaction that is not committed, if nothing was committed since the last flush. */
    void forget() {
        changes.clear();
        if (pieceIsOpen) {
            undoPieces.run();
            pieceIsOpen = false;
        }
    }

    private Rule rule(Relation relation) {
        return knownRules.computeIfAbsent(relation, rules);
    }
}
