package io.adbpg.sync.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folds the changes of a table without a key to the number of copies to add or remove of each distinct row. */
final class KeylessChanges implements TableChanges {
    private final Relation relation;
    private final Map<Row, Integer> counts = new LinkedHashMap<>();

    KeylessChanges(Relation relation) {
        this.relation = relation;
    }

    @Override
    public void insert(Row row) {
        counts.merge(row, 1, Integer::sum);
    }

    @Override
    public void update(Row old, Row row) {
        delete(old);
        insert(row.completedFrom(old));
    }

    @Override
    public void delete(Row old) {
        counts.merge(old, -1, Integer::sum);
    }

    @Override
    public List<RowGroup> groups() {
        List<Row> deleted = new ArrayList<>();
        List<Row> inserted = new ArrayList<>();
        counts.forEach((row, count) -> {
            deleted.addAll(Collections.nCopies(Math.max(-count, 0), row));
            inserted.addAll(Collections.nCopies(Math.max(count, 0), row));
        });
        List<RowGroup> groups = new ArrayList<>(2);
        if (!deleted.isEmpty()) {
            groups.add(new RowGroup(relation, Operation.DELETE, deleted, List.of(), List.of()));
        }
        if (!inserted.isEmpty()) {
            groups.add(new RowGroup(relation, Operation.INSERT, inserted, List.of(), List.of()));
        }
        return groups;
    }
}
