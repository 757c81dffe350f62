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
 * Folds the changes of a batch, across all its tables, into {@link RowGroup}s.
 *
 * <p>Tables are always ordered by name, so that two writers can't deadlock. TRUNCATE is a barrier: earlier changes of
 * all tables are applied before it.
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
     * How the changes of a table are folded.
     *
     * @param operations the operations that reach the target; other changes are dropped
     * @param updatesInPlace whether updated rows keep the values of columns that exist only on the target
     * @param stamped whether rows carry the columns of {@link Stamp}
     * @param every whether each change becomes a row of its own
     */
    public record Rule(Set<Operation> operations, boolean updatesInPlace, boolean stamped, boolean every) {
        /** Every operation but TRUNCATE; updated rows are replaced as a whole. */
        public static final Rule DEFAULT =
                new Rule(EnumSet.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE), false);

        /** A rule for net rows without a stamp. */
        public Rule(Set<Operation> operations, boolean updatesInPlace) {
            this(operations, updatesInPlace, false, false);
        }
    }

    /**
     * Adds a change, if its operation reaches the target. TRUNCATE is ignored for tables that keep every change.
     *
     * @param old the row before the change: at least its key columns, or all columns if the table has no key; null for
     *     INSERT and TRUNCATE, and for an UPDATE that did not change the key
     * @param row the row after the change; null for DELETE and TRUNCATE
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

    /** Returns the number of changes added so far: an upper bound for the rows to write. */
    public int rows() {
        return rows;
    }

    /** Returns how many tables have changes since the last TRUNCATE. */
    public int tables() {
        return tables.size();
    }

    /** Returns about how much memory the changes take, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Discards all changes. */
    public void clear() {
        sealed.clear();
        tables.clear();
        byRelation.clear();
        rows = 0;
        bytes = 0;
    }

    /** Returns the row groups in the order in which they must be applied, and starts over empty. */
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
            // The table was altered: rows with the old columns can't be folded with rows with the new ones.
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
