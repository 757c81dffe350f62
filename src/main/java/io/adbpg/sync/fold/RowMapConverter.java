package io.adbpg.sync.fold;

import io.adbpg.sync.failure.Malformed;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.util.ArrayList;
import java.util.List;

/** Converts the rows of a group to {@link RowMap}s, and back. */
public final class RowMapConverter {
    private RowMapConverter() {}

    /** Returns the rows of a group; deleted rows have only their key, unless the table has none. */
    static List<RowMap> toMaps(RowGroup group) {
        Relation relation = group.relation();
        boolean onlyKeys = onlyKeys(group);
        List<RowMap> maps = new ArrayList<>(group.size());
        for (Row row : onlyKeys ? group.keys() : group.rows()) {
            maps.add(new RowMap(onlyKeys ? relation.keyColumns() : relation.columns(), row, null, false));
        }
        for (PartialRow partial : group.partial()) {
            maps.add(new RowMap(relation.columns(), partial.row(), partial.oldKey(), partial.isMoved()));
        }
        return maps;
    }

    private static boolean onlyKeys(RowGroup group) {
        return group.operation() == Operation.DELETE && group.relation().hasKey();
    }

    /**
     * Returns the columns that the steps of a route have left: the group's remaining ones, then the added ones.
     *
     * @throws IllegalArgumentException if the rows differ in their columns, or a key column was removed
     */
    public static List<String> columnsOf(RowGroup group, List<RowMap> maps) {
        if (maps.isEmpty() || onlyKeys(group)) {
            return group.relation().columns();
        }
        List<String> columns = new ArrayList<>();
        group.relation().columns().stream().filter(maps.get(0)::has).forEach(columns::add);
        maps.get(0).keySet().stream()
                .filter(column -> !group.relation().columns().contains(column))
                .forEach(columns::add);
        for (RowMap map : maps) {
            for (String column : columns) {
                require(map.has(column), column, group);
            }
            for (String column : map.keySet()) {
                require(columns.contains(column), column, group);
            }
        }
        for (String key : group.relation().keyColumns()) {
            require(columns.contains(key), key, group);
        }
        return columns;
    }

    private static void require(boolean there, String column, RowGroup group) {
        if (!there) {
            throw Malformed.of(
                    "some rows of {0} have no column {1} after the steps of their route: set it in all rows, to null"
                            + " if necessary",
                    group.relation().table(), column);
        }
    }

    /**
     * Returns the group with these rows.
     *
     * @param relation the table with the columns that the rows have now
     */
    public static RowGroup toGroup(RowGroup group, Relation relation, List<RowMap> maps) {
        boolean onlyKeys = onlyKeys(group);
        List<Row> rows = new ArrayList<>();
        List<Row> keys = new ArrayList<>();
        List<PartialRow> partial = new ArrayList<>();
        RowBuilder builder = new RowBuilder();
        for (RowMap map : maps) {
            for (String column : onlyKeys ? relation.keyColumns() : relation.columns()) {
                if (map.isUnchanged(column)) {
                    builder.addUnchanged();
                } else {
                    builder.add(map.get(column));
                }
            }
            Row row = builder.build();
            if (map.oldKey() != null) {
                Row key = relation.keyOf(row);
                partial.add(new PartialRow(row, key, map.isMoved() ? map.oldKey() : key));
            } else {
                (onlyKeys ? keys : rows).add(row);
                if (!onlyKeys && relation.hasKey()) {
                    keys.add(relation.keyOf(row));
                }
            }
        }
        return new RowGroup(relation, group.operation(), rows, keys, partial);
    }
}
