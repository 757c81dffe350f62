package io.adbpg.sync.fold;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Folds the changes of a batch, all tables of it, to {@link RowGroup}s.
 *
 * <p>Tables come in the order of their names, always the same, so that two writers can't lock them crosswise. TRUNCATE is
 * a barrier: what came before it is applied before it.
 */
public final class NetChanges {
    private static final int ENTRY_SIZE = 120;

    private final List<RowGroup> sealed = new ArrayList<>();
    private final Map<TableName, Fold> tables = new TreeMap<>();
    private final Map<Relation, TableChanges> byRelation = new HashMap<>();
    private int rows;
    private long bytes;

    private record Fold(Relation relation, TableChanges changes) {}

    /**
     * How a table is folded.
     *
     * @param operations the operations that reach the target; changes by others are dropped
     * @param updatesInPlace whether updated rows keep columns that only the target has
     * @param stamped whether rows say by which transaction they were changed
     * @param every whether each change becomes a row of its own
     */
    public record Rule(Set<Operation> operations, boolean updatesInPlace, boolean stamped, boolean every) {
        /** Everything but TRUNCATE, rows replaced as a whole. */
        public static final Rule DEFAULT =
                new Rule(EnumSet.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE), false);

        /** A rule for the rows as they are. */
        public Rule(Set<Operation> operations, boolean updatesInPlace) {
            this(operations, updatesInPlace, false, false);
        }
    }

    /**
     * Adds a change, if its operation reaches the target. A TRUNCATE leaves a table of every change as it is.
     *
     * @param old the row before: its key columns at least, or all of them if the table has no key; null for INSERT and
     *     TRUNCATE, and for an UPDATE that left the key alone
     * @param row the row after; null for DELETE and TRUNCATE
     */
    public void change(Operation operation, Relation relation, Rule rule, Row old, Row row) {
        if (!rule.operations.contains(operation)) {
            return;
        }
        switch (operation) {
            case INSERT -> changes(relation, rule).insert(row);
            case UPDATE -> changes(relation, rule).update(old, row);
            case DELETE -> changes(relation, rule).delete(old);
            case TRUNCATE -> {
                if (!rule.every) {
                    seal();
                    sealed.add(new RowGroup(relation, Operation.TRUNCATE, List.of(), List.of(), List.of()));
                }
                return;
            }
        }
        rows++;
        bytes += (row == null ? old : row).size() + ENTRY_SIZE;
    }

    /** The changes added so far: an upper bound of the rows to write. */
    public int rows() {
        return rows;
    }

    /** About how much memory they take, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Forgets everything. */
    public void clear() {
        sealed.clear();
        tables.clear();
        byRelation.clear();
        rows = 0;
        bytes = 0;
    }

    /** The row groups in the order in which they must be applied; nothing is left behind. */
    public List<RowGroup> drain() {
        seal();
        List<RowGroup> groups = List.copyOf(sealed);
        clear();
        return groups;
    }

    private TableChanges changes(Relation relation, Rule rule) {
        TableChanges changes = byRelation.get(relation);
        return changes != null ? changes : startFold(relation, rule);
    }

    private TableChanges startFold(Relation relation, Rule rule) {
        TableChanges changes = start(relation, rule);
        Fold replaced = tables.put(relation.table(), new Fold(relation, changes));
        if (replaced != null) {
            // The table was altered: rows of the old shape can't be folded with rows of the new one.
            sealed.addAll(replaced.changes.groups());
            byRelation.remove(replaced.relation);
        }
        byRelation.put(relation, changes);
        return changes;
    }

    private static TableChanges start(Relation relation, Rule rule) {
        if (rule.every) {
            return new EveryChange(relation);
        }
        return relation.hasKey() ? new KeyedChanges(relation, rule.updatesInPlace) : new KeylessChanges(relation);
    }

    private void seal() {
        for (Fold fold : tables.values()) {
            sealed.addAll(fold.changes.groups());
        }
        tables.clear();
        byRelation.clear();
    }
}
