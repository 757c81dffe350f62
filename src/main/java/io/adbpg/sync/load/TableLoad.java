package io.adbpg.sync.load;

import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one table is to be loaded.
 *
 * @param table the source table
 * @param mapping the mapping of its entry; null for a route written by hand
 * @param tableRoute the endpoint URI that its route starts at
 * @param before its state when the load was planned; null if it had none
 * @param change what has changed in the source table since, where the table that replaces the target table is altered for it;
 *     null otherwise
 * @param way how its rows get into the target table
 * @param emptiedFirst whether the target table is emptied first
 * @param shared whether the target table has, or gets, rows that are not this source table's
 */
public record TableLoad(
        SourceTable table,
        TableMapping mapping,
        String tableRoute,
        TableStates.State before,
        ShapeChange change,
        Way way,
        boolean emptiedFirst,
        boolean shared) {
    private static final Pattern PLACE = Pattern.compile("(\\d+)(\\(\\d+,\\d+\\))");

    /** How rows get into the target table. */
    public enum Way {
        /** By COPY, at once or in parts. */
        COPY,
        /** By COPY, while readers see the old rows until all new ones are there. */
        REPLACE,
        /** Through the table's route, as inserts that replace rows with the same key. */
        ROUTE
    }

    public TableName name() {
        return table.name();
    }

    /** The target table's name; null if only the table's route knows it. */
    TableName targetName() {
        return mapping == null ? null : mapping.target(name());
    }

    /** The target table's name, quoted for SQL. */
    public String target() {
        return targetName().toSql();
    }

    /** The query for rows in the form that the stream delivers. */
    String rawQuery() {
        return "SELECT " + String.join(", ", rawItems()) + " FROM " + table.toSql();
    }

    /**
     * The COPY statement for single rows in the form that the stream delivers, each behind its place.
     *
     * @param places the places, as {@link PlacedRow#place()} gives them
     */
    String rawCopy(List<String> places) {
        Map<String, List<String>> byTable = new TreeMap<>();
        for (String place : places) {
            Matcher parts = PLACE.matcher(place);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not a place: " + place);
            }
            byTable.computeIfAbsent(parts.group(1), oid -> new ArrayList<>()).add('"' + parts.group(2) + '"');
        }
        String condition = byTable.entrySet().stream()
                .map(of -> "(tableoid = " + of.getKey() + " AND ctid = ANY (CAST('{" + String.join(",", of.getValue())
                        + "}' AS tid[])))")
                .collect(Collectors.joining(" OR "));
        return "COPY (SELECT " + SourceTable.PLACE + ", " + String.join(", ", rawItems()) + " FROM " + table.toSql()
                + " WHERE " + condition + ") TO STDOUT";
    }

    private List<String> rawItems() {
        List<String> items = new ArrayList<>(
                table.types().keySet().stream().map(TableName::quote).toList());
        items.addAll(isStamped() ? Stamp.LOADED : List.of());
        return items;
    }

    /** Whether rows that the target refuses can be quarantined: the stream would bring them as inserts. */
    boolean isSiftable() {
        return way != Way.ROUTE && mapping.parsedOperations().contains(Operation.INSERT);
    }

    /** The relation as the stream describes the table. */
    Relation relation() {
        List<String> columns = List.copyOf(table.types().keySet());
        int[] key = table.key().stream().mapToInt(columns::indexOf).toArray();
        Relation relation = new Relation(name(), columns, key);
        return isStamped() ? relation.with(Stamp.COLUMNS.keySet()) : relation;
    }

    private boolean isStamped() {
        return mapping != null && mapping.isStamped();
    }
}
