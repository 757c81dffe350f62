package io.adbpg.sync.catalog;

import io.adbpg.sync.catalog.Layout.Index;
import io.adbpg.sync.catalog.Layout.Storage;
import io.adbpg.sync.catalog.TargetTable.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from the target's catalogue how tables are stored. */
final class LayoutProbe {
    // Tables have an access method from PostgreSQL 12 on.
    private static final String STORAGE =
            """
            SELECT c.oid::bigint AS id, {letter} AS letter,
                   COALESCE((SELECT a.amname::text FROM pg_am a WHERE a.oid = c.relam), {leaves}) AS method
              FROM pg_class c WHERE c.oid = ANY (CAST(:?ids AS oid[]))
            """;

    /** The access method of a partitioned table's partitions, which has none itself: heap if one of them is. */
    private static final String LEAVES =
            """
            (SELECT max(a.amname::text) FROM pg_partition_tree(c.oid) p JOIN pg_class l ON l.oid = p.relid
               JOIN pg_am a ON a.oid = l.relam WHERE p.isleaf)""";

    private static final String INDEXES =
            """
            SELECT i.indrelid::bigint AS id, i.indexrelid::bigint AS number, i.indisunique AND i.indimmediate AND i.indisvalid AS unique,
                   a.attname AS column
              FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, pos)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
             WHERE i.indrelid = ANY (CAST(:?ids AS oid[])) AND i.indpred IS NULL AND i.indexprs IS NULL
               AND k.pos <= COALESCE((row_to_json(i)->>'indnkeyatts')::int, i.indnatts)
             ORDER BY i.indexrelid, k.pos
            """;
    private static final String POLICY =
            """
            SELECT d.localoid::bigint AS id, d.policytype::text AS policy, a.attname AS column
              FROM gp_distribution_policy d
              LEFT JOIN LATERAL unnest(d.distkey::int2[]) WITH ORDINALITY AS k(num, pos) ON true
              LEFT JOIN pg_attribute a ON a.attrelid = d.localoid AND a.attnum = k.num
             WHERE d.localoid = ANY (CAST(:?ids AS oid[]))
             ORDER BY d.localoid, k.pos
            """;
    private static final String GREENPLUM_PARTITIONS =
            """
            SELECT p.parrelid::bigint AS id, a.attname AS column
              FROM pg_partition p CROSS JOIN LATERAL unnest(p.paratts::int2[]) AS k(num)
              JOIN pg_attribute a ON a.attrelid = p.parrelid AND a.attnum = k.num
             WHERE p.parrelid = ANY (CAST(:?ids AS oid[]))
            """;

    /** Gives NULL for a partition key that is an expression. */
    private static final String PARTITIONS =
            """
            WITH RECURSIVE tree AS (
              SELECT r AS root, r AS id FROM unnest(CAST(:?ids AS oid[])) AS r
              UNION ALL SELECT t.root, i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id)
            SELECT t.root::bigint AS id, a.attname AS column
              FROM tree t JOIN pg_partitioned_table p ON p.partrelid = t.id
              CROSS JOIN LATERAL unnest(p.partattrs::int2[]) AS k(num)
              LEFT JOIN pg_attribute a ON a.attrelid = t.id AND a.attnum = k.num
            """;

    private final Database target;
    private final Kernel kernel;

    LayoutProbe(Database target, Kernel kernel) {
        this.target = target;
        this.kernel = kernel;
    }

    /**
     * Returns the layouts of tables, by oid.
     *
     * @param columns all columns of each table, by oid
     */
    Map<Long, Layout> layouts(Map<Long, List<Column>> columns) {
        if (columns.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> ids = Map.of(
                "ids", columns.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
        Map<Long, Storage> storage = new HashMap<>();
        String sql = STORAGE.replace("{letter}", kernel.storageLetter())
                .replace("{leaves}", kernel.hasPartitionTree() ? LEAVES : "''");
        target.run(sql, ids).forEach(row -> storage.put(id(row), storage(row)));
        Rows distributions = kernel.greenplum() ? rows(POLICY, ids) : Rows.NONE;
        Rows indexes = rows(INDEXES, ids);
        Rows partitions =
                kernel.movesRows() ? Rows.NONE : rows(kernel.greenplum() ? GREENPLUM_PARTITIONS : PARTITIONS, ids);
        Map<Long, Layout> layouts = new HashMap<>();
        columns.forEach((id, all) -> layouts.put(
                id,
                new Layout(
                        storage.get(id),
                        kernel.greenplum() ? distribution(distributions.of(id)) : Distribution.NONE,
                        indexes(indexes.of(id)),
                        partitionedBy(partitions.of(id), all))));
        return layouts;
    }

    private record Rows(Map<Long, List<Map<String, Object>>> byId) {
        private static final Rows NONE = new Rows(Map.of());

        private List<Map<String, Object>> of(long id) {
            return byId.getOrDefault(id, List.of());
        }
    }

    private Rows rows(String sql, Map<String, Object> ids) {
        return new Rows(target.run(sql, ids).stream().collect(Collectors.groupingBy(LayoutProbe::id)));
    }

    private static long id(Map<String, Object> row) {
        return ((Number) row.get("id")).longValue();
    }

    private static Storage storage(Map<String, Object> row) {
        return switch (row.get("letter") + "/" + Objects.toString(row.get("method"), "")) {
            case "a/", "/ao_row" -> Storage.APPEND_OPTIMISED;
            case "c/", "/ao_column" -> Storage.APPEND_OPTIMISED_COLUMNS;
            default -> Storage.HEAP;
        };
    }

    private static Distribution distribution(List<Map<String, Object>> rows) {
        List<String> key = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (row.get("policy").equals("r")) {
                return Distribution.REPLICATED;
            }
            if (row.get("column") != null) {
                key.add((String) row.get("column"));
            }
        }
        return Distribution.by(key);
    }

    private static List<Index> indexes(List<Map<String, Object>> rows) {
        Map<Object, Index> indexes = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            indexes.computeIfAbsent(
                            row.get("number"), index -> new Index(new ArrayList<>(), (Boolean) row.get("unique")))
                    .columns()
                    .add((String) row.get("column"));
        }
        return List.copyOf(indexes.values());
    }

    private static Set<String> partitionedBy(List<Map<String, Object>> rows, List<Column> columns) {
        Set<String> found = new HashSet<>();
        for (Map<String, Object> row : rows) {
            if (row.get("column") == null) {
                columns.forEach(column -> found.add(column.name()));
            } else {
                found.add((String) row.get("column"));
            }
        }
        return found;
    }
}
