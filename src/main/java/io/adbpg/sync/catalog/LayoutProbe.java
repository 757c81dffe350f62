package io.adbpg.sync.catalog;

import io.adbpg.sync.catalog.Layout.Index;
import io.adbpg.sync.catalog.Layout.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks the target's catalogue how it keeps a table's rows. */
final class LayoutProbe {
    // Greenplum has relstorage before 7; PostgreSQL's tables have an access method from 12 on.
    private static final String STORAGE =
            """
            SELECT c.oid::bigint AS id, COALESCE(row_to_json(c)->>'relstorage', '') AS letter,
                   COALESCE((SELECT a.amname::text FROM pg_am a WHERE a.oid::text = row_to_json(c)->>'relam'), '') AS method
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = :?schema AND c.relname = :?table
            """;
    private static final String INDEXES =
            """
            SELECT i.indexrelid::bigint AS id, i.indisunique AND i.indimmediate AND i.indisvalid AS unique,
                   a.attname AS column
              FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, pos)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
             WHERE i.indrelid = CAST(:?id AS oid) AND i.indpred IS NULL AND i.indexprs IS NULL
               AND k.pos <= COALESCE((row_to_json(i)->>'indnkeyatts')::int, i.indnatts)
             ORDER BY i.indexrelid, k.pos
            """;
    private static final String POLICY =
            """
            SELECT d.policytype::text AS policy, a.attname AS column
              FROM gp_distribution_policy d
              LEFT JOIN LATERAL unnest(d.distkey::int2[]) WITH ORDINALITY AS k(num, pos) ON true
              LEFT JOIN pg_attribute a ON a.attrelid = d.localoid AND a.attnum = k.num
             WHERE d.localoid = CAST(:?id AS oid)
             ORDER BY k.pos
            """;
    private static final String GREENPLUM_PARTITIONS =
            """
            SELECT a.attname AS column
              FROM pg_partition p CROSS JOIN LATERAL unnest(p.paratts::int2[]) AS k(num)
              JOIN pg_attribute a ON a.attrelid = p.parrelid AND a.attnum = k.num
             WHERE p.parrelid = CAST(:?id AS oid)
            """;

    /** NULL stands for an expression. */
    private static final String PARTITIONS =
            """
            WITH RECURSIVE tree AS (
              SELECT CAST(:?id AS oid) AS id
              UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id)
            SELECT a.attname AS column
              FROM tree t JOIN pg_partitioned_table p ON p.partrelid = t.id
              CROSS JOIN LATERAL unnest(p.partattrs::int2[]) AS k(num)
              LEFT JOIN pg_attribute a ON a.attrelid = t.id AND a.attnum = k.num
            """;

    private final Database target;
    private final Kernel kernel;
    private final Map<String, Object> table;

    LayoutProbe(Database target, Kernel kernel, TableName table) {
        this.target = target;
        this.kernel = kernel;
        this.table = Map.of("schema", table.schema(), "table", table.table());
    }

    /** @param columns all columns of the table */
    Layout layout(List<String> columns) {
        Map<String, Object> row = target.run(STORAGE, table).get(0);
        Map<String, Object> id = Map.of("id", row.get("id"));
        return new Layout(
                storage(row),
                kernel.greenplum() ? distribution(id) : Distribution.NONE,
                indexes(id),
                partitionedBy(id, columns));
    }

    private static Storage storage(Map<String, Object> row) {
        return switch (row.get("letter") + "/" + row.get("method")) {
            case "a/", "/ao_row" -> Storage.APPEND_OPTIMISED;
            case "c/", "/ao_column" -> Storage.APPEND_OPTIMISED_COLUMNS;
            default -> Storage.HEAP;
        };
    }

    private Distribution distribution(Map<String, Object> id) {
        List<String> key = new ArrayList<>();
        for (Map<String, Object> row : target.run(POLICY, id)) {
            if (row.get("policy").equals("r")) {
                return Distribution.REPLICATED;
            }
            if (row.get("column") != null) {
                key.add((String) row.get("column"));
            }
        }
        return Distribution.by(key);
    }

    private List<Index> indexes(Map<String, Object> id) {
        Map<Object, Index> indexes = new LinkedHashMap<>();
        for (Map<String, Object> row : target.run(INDEXES, id)) {
            indexes.computeIfAbsent(row.get("id"), index -> new Index(new ArrayList<>(), (Boolean) row.get("unique")))
                    .columns()
                    .add((String) row.get("column"));
        }
        return List.copyOf(indexes.values());
    }

    private Set<String> partitionedBy(Map<String, Object> id, List<String> columns) {
        if (kernel.movesRows()) {
            return Set.of();
        }
        Set<String> found = new HashSet<>();
        for (Map<String, Object> row : target.run(kernel.greenplum() ? GREENPLUM_PARTITIONS : PARTITIONS, id)) {
            if (row.get("column") == null) {
                found.addAll(columns);
            } else {
                found.add((String) row.get("column"));
            }
        }
        return found;
    }
}
