package io.adbpg.sync.fold;

import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds the changes of a table with a key: the last image of a row wins; insert and delete cancel out; delete and
 * insert become an update; a changed key becomes a delete and an insert.
 *
 * <p>Keys are compared as text. That is right even for keys that are equal but print differently (1.0 and 1.000): the
 * source names each row by the text that its key has at that moment, and the target deletes the old text, by its own
 * equality, before it inserts the new one.
 */
final class KeyedChanges implements TableChanges {
    private final Relation relation;
    private final boolean updatesInPlace;
    private final Map<Row, Net> byKey = new LinkedHashMap<>();
    /** Whether some row needs values that the target stores under another key. */
    private boolean hasOrigins;

    /** @param updatesInPlace whether updated rows keep the values of columns that exist only on the target */
    KeyedChanges(Relation relation, boolean updatesInPlace) {
        this.relation = relation;
        this.updatesInPlace = updatesInPlace;
    }

    /** The net effect on the row with one key. */
    private static final class Net {
        /** Whether the target has a row with this key before the batch. */
        private final boolean existed;
        /** The row after the changes so far; null if it is deleted. */
        private Row row;
        /** Whether {@code row} is a different row from the one that the target has under this key. */
        private boolean isNew;
        /** The key under which the target has the values that {@code row} lacks, if that is another key. */
        private Row origin;

        private Net(boolean existed) {
            this.existed = existed;
        }

        private void become(Row newRow, Row newOrigin) {
            row = newRow;
            isNew = true;
            origin = newOrigin;
        }
    }

    @Override
    public void insert(Row row) {
        Net net = byKey.computeIfAbsent(relation.keyOf(row), key -> new Net(false));
        net.become(row, null);
    }

    @Override
    public void update(Row old, Row row) {
        Row key = relation.keyOf(row);
        Row oldKey = old == null ? key : relation.keyOf(old);
        Net before = byKey.computeIfAbsent(oldKey, k -> new Net(true));
        Row image = before.row == null ? row : row.completedFrom(before.row);
        if (old != null) {
            // Under REPLICA IDENTITY FULL the old row has all values.
            image = image.completedFrom(old);
        }
        if (oldKey.equals(key)) {
            before.row = image;
            return;
        }
        Row origin = before.existed && !before.isNew ? oldKey : before.origin;
        before.become(null, null);
        Net after = byKey.computeIfAbsent(key, k -> new Net(false));
        boolean needsOrigin = image.isPartial() || updatesInPlace;
        hasOrigins |= needsOrigin;
        after.become(image, needsOrigin ? origin : null);
    }

    @Override
    public void delete(Row old) {
        Net net = byKey.computeIfAbsent(relation.keyOf(old), key -> new Net(true));
        net.become(null, null);
    }

    @Override
    public List<RowGroup> groups() {
        Groups groups = new Groups(origins());
        byKey.forEach(groups::add);
        return groups.inOrder();
    }

    private Set<Row> origins() {
        if (!hasOrigins) {
            return Set.of();
        }
        Set<Row> origins = new HashSet<>();
        for (Net net : byKey.values()) {
            if (net.origin != null) {
                origins.add(net.origin);
            }
        }
        return origins;
    }

    private final class Groups {
        private final Set<Row> origins;
        private final List<Row> deletedKeys = new ArrayList<>();
        private final List<Row> updated = new ArrayList<>();
        private final List<Row> updatedKeys = new ArrayList<>();
        private final List<PartialRow> partial = new ArrayList<>();
        private final List<Row> inserted = new ArrayList<>();
        private final List<Row> insertedKeys = new ArrayList<>();

        private Groups(Set<Row> origins) {
            this.origins = origins;
        }

        private void add(Row key, Net net) {
            if (net.row == null) {
                // The update that reads an origin deletes it, too.
                if (net.existed && !origins.contains(key)) {
                    deletedKeys.add(key);
                }
            } else if (net.origin != null || net.row.isPartial() || (updatesInPlace && net.existed && !net.isNew)) {
                partial.add(new PartialRow(net.row, key, net.origin == null ? key : net.origin));
            } else if (net.existed) {
                updated.add(net.row);
                updatedKeys.add(key);
            } else {
                inserted.add(net.row);
                insertedKeys.add(key);
            }
        }

        private List<RowGroup> inOrder() {
            List<RowGroup> groups = new ArrayList<>(3);
            if (!deletedKeys.isEmpty()) {
                groups.add(new RowGroup(relation, Operation.DELETE, List.of(), deletedKeys, List.of()));
            }
            if (!updated.isEmpty() || !partial.isEmpty()) {
                groups.add(new RowGroup(relation, Operation.UPDATE, updated, updatedKeys, partial));
            }
            if (!inserted.isEmpty()) {
                groups.add(new RowGroup(relation, Operation.INSERT, inserted, insertedKeys, List.of()));
            }
            return groups;
        }
    }
}
