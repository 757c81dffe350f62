package io.adbpg.sync.quarantine;

import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows of a row group that must be applied together. Usually one; several if one of them takes values from the target's row
 * under a key that another one gets.
 *
 * @param rows the rows, as in {@link RowGroup#rows()}
 * @param keys the keys, as in {@link RowGroup#keys()}
 * @param partial the partial rows, as in {@link RowGroup#partial()}
 */
record InseparableRows(List<Row> rows, List<Row> keys, List<PartialRow> partial) {

    private InseparableRows() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Splits a group, down to single rows where that is possible. */
    static List<InseparableRows> of(RowGroup group) {
        List<InseparableRows> singles = singles(group);
        return group.isMoved() ? linked(singles) : singles;
    }

    /** A row group like the given one, with only these rows. */
    static RowGroup group(RowGroup like, List<InseparableRows> some) {
        InseparableRows all = new InseparableRows();
        some.forEach(all::take);
        return new RowGroup(like.relation(), like.operation(), all.rows, all.keys, all.partial);
    }

    private void take(InseparableRows other) {
        rows.addAll(other.rows);
        keys.addAll(other.keys);
        partial.addAll(other.partial);
    }

    int size() {
        return Math.max(rows.size(), keys.size()) + partial.size();
    }

    /** The keys of the rows, before and after; whole rows where there is no key. */
    List<Row> identities() {
        List<Row> identities = new ArrayList<>(keys.isEmpty() ? rows : keys);
        partial.forEach(row -> identities.addAll(List.of(row.key(), row.oldKey())));
        return identities;
    }

    /**
     * The changes that lead to these rows.
     *
     * @param why why they are refused; null if they only follow refused changes
     */
    List<QuarantinedChange> changes(RowGroup group, Rule rule, DataRefusal why) {
        Relation relation = group.relation();
        Operation operation = group.operation();
        List<QuarantinedChange> changes = new ArrayList<>();
        for (PartialRow row : partial) {
            Row old = row.isMoved() ? keyRow(relation, row.oldKey()) : null;
            changes.add(new QuarantinedChange(relation, operation, old, row.row(), why));
        }
        for (int i = 0; i < Math.max(rows.size(), keys.size()); i++) {
            if (operation == Operation.DELETE) {
                Row old = keys.isEmpty() ? rows.get(i) : keyRow(relation, keys.get(i));
                changes.add(new QuarantinedChange(relation, operation, old, null, why));
            } else if (operation == Operation.UPDATE && rule.updatesInPlace()) {
                // A new row that takes another one's key must not keep that one's values.
                changes.add(
                        new QuarantinedChange(relation, Operation.DELETE, keyRow(relation, keys.get(i)), null, why));
                changes.add(new QuarantinedChange(relation, Operation.INSERT, null, rows.get(i), why));
            } else {
                changes.add(new QuarantinedChange(relation, operation, null, rows.get(i), why));
            }
        }
        return changes;
    }

    private static Row keyRow(Relation relation, Row key) {
        RowBuilder row = new RowBuilder();
        for (String column : relation.columns()) {
            int i = relation.keyColumns().indexOf(column);
            if (i < 0) {
                row.addUnchanged();
            } else {
                row.add(key.text(i));
            }
        }
        return row.build();
    }

    private static List<InseparableRows> singles(RowGroup group) {
        List<InseparableRows> singles = new ArrayList<>();
        for (int i = 0; i < Math.max(group.rows().size(), group.keys().size()); i++) {
            singles.add(new InseparableRows(
                    group.rows().isEmpty() ? List.of() : List.of(group.rows().get(i)),
                    group.keys().isEmpty() ? List.of() : List.of(group.keys().get(i)),
                    List.of()));
        }
        group.partial().forEach(row -> singles.add(new InseparableRows(List.of(), List.of(), List.of(row))));
        return singles;
    }

    /** Joins those that have a key in common. */
    private static List<InseparableRows> linked(List<InseparableRows> singles) {
        int[] parents = IntStream.range(0, singles.size()).toArray();
        Map<Row, Integer> byKey = new HashMap<>();
        for (int i = 0; i < singles.size(); i++) {
            for (Row key : singles.get(i).identities()) {
                Integer other = byKey.putIfAbsent(key, i);
                if (other != null) {
                    parents[root(parents, i)] = root(parents, other);
                }
            }
        }
        Map<Integer, InseparableRows> together = new LinkedHashMap<>();
        for (int i = 0; i < singles.size(); i++) {
            together.computeIfAbsent(root(parents, i), root -> new InseparableRows())
                    .take(singles.get(i));
        }
        return List.copyOf(together.values());
    }

    private static int root(int[] parents, int i) {
        int root = i;
        while (parents[root] != root) {
            root = parents[root];
        }
        return root;
    }
}
