package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the messages do not tell of the captured tables.
 *
 * @param oids their oids
 * @param hidden the columns that messages name, and that are not captured: generated ones, and the system column {@code oid} of
 *     tables that have it
 */
record Captured(Map<TableName, Long> oids, Map<TableName, Set<String>> hidden) {
    private static final String OID = "oid";

    static Captured of(SourceTables tables) {
        Map<TableName, Long> oids = new HashMap<>();
        Map<TableName, Set<String>> hidden = new HashMap<>();
        for (SourceTable table : tables.all()) {
            Set<String> columns = new HashSet<>(table.generated());
            columns.removeAll(table.shape().names());
            if (tables.abilities().hasOidColumns()) {
                columns.add(OID);
            }
            oids.put(table.name(), table.shape().oid());
            hidden.put(table.name(), columns);
        }
        return new Captured(oids, hidden);
    }
}
