package io.adbpg.sync.load;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.TableMapping;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that is to be loaded, and how.
 *
 * @param table the source table
 * @param mapping what its entry says; null for a route written by hand
 * @param tableRoute the endpoint that its route starts at
 * @param before its state when it was planned; null if there was none
 * @param way how its rows get there
 * @param emptiedFirst whether the target table is emptied before
 * @param shared whether rows are in the target table, or will be, that are not this table's
 */
public record TableLoad(
        SourceTable table,
        TableMapping mapping,
        String tableRoute,
        TableStates.State before,
        Way way,
        boolean emptiedFirst,
        boolean shared) {

    /** How rows get into the target table. */
    public enum Way {
        /** By COPY, at once or in parts. */
        COPY,
        /** By COPY, so that readers see the rows from before until all new ones are there. */
        REPLACE,
        /** Through the table's route, as inserts: rows that are there already give way. */
        ROUTE
    }

    /** The source table's name. */
    public TableName name() {
        return table.name();
    }

    /** The target table; null if only the table's route knows it. */
    TableName targetName() {
        return mapping == null ? null : mapping.target(name());
    }

    /** The target table, for SQL. */
    public String target() {
        return targetName().toSql();
    }

    /** The query for rows as the stream brings them. */
    String rawQuery() {
        List<String> items = new ArrayList<>(
                table.types().keySet().stream().map(TableName::quote).toList());
        items.addAll(isStamped() ? Stamp.LOADED : List.of());
        return "SELECT " + String.join(", ", items) + " FROM " + table.toSql();
    }

    /** The table as the stream describes it. */
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
