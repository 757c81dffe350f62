package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rows with changes in quarantine, so that their later changes are quarantined too. */
final class QuarantinedRows {
    private final Map<TableName, Set<Row>> keys = new HashMap<>();

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean contains(TableName table) {
        return keys.containsKey(table);
    }

    boolean contains(TableName table, Row key) {
        Set<Row> known = keys.get(table);
        return known != null && key != null && known.contains(key);
    }

    void add(TableName table, Row key) {
        if (key != null) {
            keys.computeIfAbsent(table, name -> new HashSet<>()).add(key);
        }
    }

    void remove(TableName table) {
        keys.remove(table);
    }

    void clear() {
        keys.clear();
    }
}
