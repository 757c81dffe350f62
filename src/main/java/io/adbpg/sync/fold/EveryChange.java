package io.adbpg.sync.fold;

import io.adbpg.sync.failure.Hindrance;
import java.util.ArrayList;
import java.util.List;

/** Turns every change of a table into a row of its own, in order and without folding: {@code changes: every}. */
final class EveryChange implements TableChanges {
    private final Relation relation;
    private final List<Row> rows = new ArrayList<>();

    EveryChange(Relation relation) {
        this.relation = relation.withoutKey();
    }

    @Override
    public void insert(Row row) {
        rows.add(row);
    }

    @Override
    public void update(Row old, Row row) {
        Row image = old == null ? row : row.completedFrom(old);
        if (image.isPartial()) {
            throw Hindrance.of(
                    "an update of {0} came without its unchanged TOAST values: run ALTER TABLE {0} REPLICA IDENTITY"
                            + " FULL on the source",
                    relation.table());
        }
        rows.add(image);
    }

    @Override
    public void delete(Row old) {
        rows.add(old);
    }

    @Override
    public List<RowGroup> groups() {
        return rows.isEmpty()
                ? List.of()
                : List.of(new RowGroup(relation, Operation.INSERT, List.copyOf(rows), List.of(), List.of()));
    }
}
