package io.adbpg.sync.catalog;

import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables of the target, read from its catalogue all at once. */
public final class TargetTables {
    // Older kernels lack attgenerated and attidentity.
    private static final String COLUMNS =
            """
            SELECT c.oid::bigint AS id, n.nspname AS schema, c.relname AS name,
                   a.attname AS column, d.typtype = 'c' OR d.typelem <> 0 AND d.typlen = -1 AS flattened,
                   d.oid::bigint AS type_oid, format_type(d.oid, -1) AS type, format_type(d.oid, a.atttypmod) AS declared,
                   a.atthasdef AND COALESCE(row_to_json(a)->>'attgenerated', '') <> '' AS generated,
                   a.attnotnull AND COALESCE(row_to_json(a)->>'attidentity', '') = 'a' AS identity_always, {inherited} AS inherited,
                   format_type(y.oid, -1) AS base, y.typtype = 'e' AS enum, {collation} AS collation
              FROM {tables}
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type d ON d.oid = a.atttypid JOIN pg_type y ON y.oid = {base}
             WHERE c.relkind IN ('r', 'p') AND {storage} <> 'x'
             ORDER BY c.oid, a.attnum
            """
                    .replace("{base}", Comparison.BASE)
                    .replace("{collation}", Comparison.COLLATION)
                    .replace("{tables}", NameList.TABLES);

    /** What has the name of a table, and is none that keeps rows. */
    private static final String OTHERS =
            "SELECT n.nspname AS schema, c.relname AS name, CAST(c.relkind AS text) AS kind FROM " + NameList.TABLES
                    + " WHERE c.relkind NOT IN ('r', 'p') OR {storage} = 'x'";

    private static final String INHERITED =
            "c.relkind = 'r' AND EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhparent = c.oid)";

    /** A Greenplum kernel before PostgreSQL 10 keeps partitions as tables that inherit. */
    private static final String INHERITED_BESIDE_PARTITIONS = INHERITED
            + " AND NOT EXISTS (SELECT 1 FROM pg_partition p WHERE p.parrelid = c.oid)"
            + " AND NOT EXISTS (SELECT 1 FROM pg_partition_rule r WHERE r.parchildrelid = c.oid)";

    private final Map<TableName, TargetTable> tables = new HashMap<>();
    private final Map<TableName, String> others = new HashMap<>();

    private TargetTables() {}

    /** Reads tables from the catalogue; tables that do not exist are left out. */
    public static TargetTables load(Database target, Kernel kernel, Set<TableName> names) {
        TargetTables found = new TargetTables();
        if (names.isEmpty()) {
            return found;
        }
        Map<Long, TableName> byId = new LinkedHashMap<>();
        Map<Long, List<Column>> columns = new LinkedHashMap<>();
        Set<Long> inherited = new HashSet<>();
        Domains domains = Domains.read(target);
        String storage = kernel.storageLetter();
        String sql = COLUMNS.replace("{storage}", storage)
                .replace("{inherited}", kernel.inheritsPartitions() ? INHERITED_BESIDE_PARTITIONS : INHERITED);
        for (Map<String, Object> row : target.run(sql, NameList.values(names))) {
            long id = ((Number) row.get("id")).longValue();
            byId.put(id, new TableName((String) row.get("schema"), (String) row.get("name")));
            if ((Boolean) row.get("inherited")) {
                inherited.add(id);
            }
            columns.computeIfAbsent(id, table -> new ArrayList<>()).add(column(row, domains));
        }
        target.run(OTHERS.replace("{storage}", storage), NameList.values(names))
                .forEach(row -> found.others.put(
                        new TableName((String) row.get("schema"), (String) row.get("name")), (String) row.get("kind")));
        Map<Long, Layout> layouts = new LayoutProbe(target, kernel).layouts(columns);
        byId.forEach((id, name) -> found.tables.put(
                name, new TargetTable(name, columns.get(id), layouts.get(id), inherited.contains(id))));
        return found;
    }

    private static Column column(Map<String, Object> row, Domains domains) {
        long type = (Long) row.get("type_oid");
        Domains.Base base = domains.base(type);
        String values = domains.values(type);
        String declared = base == null ? (String) row.get("declared") : base.declared();
        return new Column(
                (String) row.get("column"),
                base == null ? (String) row.get("type") : base.type(),
                declared,
                values == null ? declared : values,
                base == null ? (Boolean) row.get("flattened") : base.isFlattened(),
                (Boolean) row.get("generated"),
                (Boolean) row.get("identity_always"),
                new Comparison((String) row.get("base"), (Boolean) row.get("enum"), (String) row.get("collation")));
    }

    /** Whether a table exists. */
    public boolean has(TableName name) {
        return tables.containsKey(name);
    }

    /** Returns the names of the tables that exist. */
    public Collection<TableName> names() {
        return tables.keySet();
    }

    /** Whether there is nothing of this name. */
    public boolean isFree(TableName name) {
        return !tables.containsKey(name) && !others.containsKey(name);
    }

    /**
     * Returns a table.
     *
     * @throws Refusal if it does not exist
     */
    public TargetTable require(TableName name) {
        TargetTable table = tables.get(name);
        if (others.containsKey(name)) {
            throw Refusal.of(
                    "target {0} is {1}: the job writes to tables that keep their rows themselves; name one in the"
                            + " entry in routes/tables.camel.yaml",
                    name, kind(others.get(name)));
        }
        if (table == null) {
            throw Refusal.of(
                    "target table {0} does not exist: create it as the precheck prints it, set"
                            + " sync.create-tables=true, or correct its entry in routes/tables.camel.yaml",
                    name);
        }
        return table;
    }

    private static Message kind(String letter) {
        return switch (letter) {
            case "v" -> Message.of("a view");
            case "m" -> Message.of("a materialized view");
            case "f" -> Message.of("a foreign table");
            case "r" -> Message.of("an external table");
            default -> Message.of("a relation of another kind");
        };
    }
}
