package io.adbpg.sync.batch;

import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.Stamp;
import java.util.Map;

/** Stamps each changed row of a transaction with the operation, the commit, and its number within the transaction. */
final class StampedChanges {
    private final Stamp stamp;
    private final Map<Relation, Relation> relations;
    private final Taker taker;
    private long sequence;

    /** Receives stamped changes. */
    @FunctionalInterface
    interface Taker {
        /** Takes the next one; {@code old} and {@code row} may be null. */
        void take(Operation operation, Relation relation, Rule rule, Row old, Row row) throws Exception;
    }

    /**
     * @param relations from a table to the same table with the stamp's columns; this adds tables as they come
     * @param taker receives the stamped changes
     */
    StampedChanges(Stamp stamp, Map<Relation, Relation> relations, Taker taker) {
        this.stamp = stamp;
        this.relations = relations;
        this.taker = taker;
    }

    void take(Change change, Rule rule) throws Exception {
        Relation relation = relations.computeIfAbsent(change.relation(), plain -> plain.with(Stamp.COLUMNS.keySet()));
        Row old = change.old();
        Row row = change.row() == null || old == null
                ? change.row()
                : change.row().completedFrom(old);
        if (rule.every() && row != null && old != null && change.relation().isMoved(old, row)) {
            // A history must record that the row with the old key is gone.
            taker.take(Operation.DELETE, relation, rule, stamped(old, Operation.DELETE), null);
            taker.take(Operation.INSERT, relation, rule, null, stamped(row, Operation.INSERT));
            return;
        }
        Row stampedRow = row == null ? null : stamped(row, change.operation());
        Row stampedOld = old == null
                ? null
                : stampedRow != null ? stamp.add(old, Operation.DELETE, sequence) : stamped(old, Operation.DELETE);
        taker.take(change.operation(), relation, rule, stampedOld, stampedRow);
    }

    private Row stamped(Row row, Operation operation) {
        return stamp.add(row, operation, ++sequence);
    }
}
