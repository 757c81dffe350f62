package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quoteBesideValues;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.Map;

/**
 * Fills a column that was added on the source in the target's older rows, with the value that they have on the source:
 * the default that the column was added with, or NULL.
 */
final class AddedColumns {
    private final MappedColumns columns;
    private final String ownRows;
    private final Database target;

    /** @param ownRows the condition that a target row {@code t} comes from this source table */
    AddedColumns(MappedColumns columns, String ownRows, Database target) {
        this.columns = columns;
        this.ownRows = ownRows;
        this.target = target;
    }

    void fill(List<TableShape.Column> added) {
        for (TableShape.Column column : added) {
            columns.items().stream()
                    .filter(item -> column.name().equals(item.source()))
                    .forEach(item -> fill(item, column.missing()));
        }
    }

    private void fill(Item item, String value) {
        TableName table = columns.table().name();
        String name = quoteBesideValues(item.target());
        String update = "UPDATE " + columns.table().only() + quoteBesideValues(table.schema()) + "."
                + quoteBesideValues(table.table()) + " AS t SET " + name + " = ";
        String rows = " WHERE " + ownRows + " AND t." + name;
        if (value == null) {
            target.run(update + "NULL" + rows + " IS NOT NULL");
        } else {
            String typed = "CAST(:?value AS " + columns.target(item).declaredType() + ")";
            // As text: not every type has an equality operator.
            target.run(
                    update + typed + " WHERE " + ownRows + " AND CAST(t." + name + " AS text) IS DISTINCT FROM CAST("
                            + typed + " AS text)",
                    Map.of("value", value));
        }
    }
}
