package io.adbpg.sync.catalog;

import io.adbpg.sync.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table of the target, as its catalogue describes it.
 *
 * @param name its name
 * @param columns its columns
 * @param distribution the columns of its distribution key on a Greenplum kernel; empty if it has none
 */
public record TargetTable(TableName name, List<Column> columns, List<String> distribution) {

    /**
     * A column of the target.
     *
     * @param type its type as {@code format_type} prints it, without length or scale; of a domain its base type
     * @param isArray whether it is an array
     * @param generated whether the target computes it
     * @param identityAlways whether it is an identity column that takes values only by COPY or when overridden
     */
    public record Column(String name, String type, boolean isArray, boolean generated, boolean identityAlways) {}

    // Not every kernel has attgenerated and attidentity.
    private static final String COLUMNS =
            """
            SELECT a.attname AS column, y.typelem <> 0 AND y.typlen = -1 AS array,
                   format_type(CASE y.typtype WHEN 'd' THEN y.typbasetype ELSE y.oid END, -1) AS type,
                   COALESCE(row_to_json(a)->>'attgenerated', '') <> '' AS generated,
                   COALESCE(row_to_json(a)->>'attidentity', '') = 'a' AS identity_always
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type y ON y.oid = a.atttypid
             WHERE c.relkind IN ('r', 'p') AND n.nspname = :?schema AND c.relname = :?table
             ORDER BY a.attnum
            """;
    private static final String DISTRIBUTION =
            """
            SELECT a.attname AS column
              FROM gp_distribution_policy d JOIN pg_class c ON c.oid = d.localoid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL unnest(d.distkey::int2[]) WITH ORDINALITY AS k(num, pos)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
             WHERE d.policytype = 'p' AND n.nspname = :?schema AND c.relname = :?table
             ORDER BY k.pos
            """;

    /**
     * Looks a table up.
     *
     * @throws Refusal if it does not exist
     */
    public static TargetTable load(Database target, Kernel kernel, TableName name) throws Exception {
        Map<String, Object> values = Map.of("schema", name.schema(), "table", name.table());
        List<Column> columns = new ArrayList<>();
        for (Map<String, Object> row : target.run(COLUMNS, values)) {
            columns.add(new Column(
                    (String) row.get("column"),
                    (String) row.get("type"),
                    (Boolean) row.get("array"),
                    (Boolean) row.get("generated"),
                    (Boolean) row.get("identity_always")));
        }
        if (columns.isEmpty()) {
            throw new Refusal("target table " + name
                    + " does not exist: create it, or correct its entry in routes/tables.camel.yaml");
        }
        List<String> distribution = new ArrayList<>();
        if (kernel.greenplum()) {
            for (Map<String, Object> row : target.run(DISTRIBUTION, values)) {
                distribution.add((String) row.get("column"));
            }
        }
        return new TargetTable(name, columns, distribution);
    }

    /** The column of this name; null if there is none. */
    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElse(null);
    }
}
