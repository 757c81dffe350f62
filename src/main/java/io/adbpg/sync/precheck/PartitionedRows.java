package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for rows of the source for which a partitioned target has no partition. It asks only where an index of the source leads to
 * each answer in a few steps, whatever the size of the table.
 */
final class PartitionedRows {
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> TEXTS = Set.of("text", "character varying");
    /** Both ends order and print these alike. */
    private static final Set<String> ORDERED =
            Set.of("numeric", "date", "timestamp without time zone", "timestamp with time zone");

    /** How many different values of a list are looked at. */
    private static final int LONGEST_LIST = 1000;

    /** The column's type, without length or scale, if an index leads to its values in their order. */
    private static final String INDEXED =
            """
            SELECT format_type(a.atttypid, NULL) AS type
              FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND i.indkey[0] = a.attnum
              JOIN pg_opclass o ON o.oid = i.indclass[0] AND o.opcdefault
              JOIN pg_am m ON m.oid = o.opcmethod AND m.amname = 'btree'
             WHERE a.attrelid = CAST(:?oid AS oid) AND a.attname = :?column AND i.indisvalid AND i.indpred IS NULL
               AND i.indoption[0] = 0 AND i.indcollation[0] = a.attcollation AND has_table_privilege(a.attrelid, 'SELECT')
            """;

    /** The ends of the column's values, with NULL as the highest if there is one. */
    private static final String ENDS =
            """
            SELECT EXISTS (SELECT 1 FROM {table} AS t) AS filled,
                   (SELECT t.{column} IS NULL FROM {table} AS t ORDER BY t.{column} DESC NULLS FIRST LIMIT 1) AS has_null
            """;

    /** A value below all ranges, above all, or between two. */
    private static final String OUTSIDE_RANGES =
            """
            WITH part AS (
              SELECT CAST(b->>0 AS {type}) AS low, CAST(b->>1 AS {type}) AS high FROM json_array_elements(CAST(:?values AS json)) AS b)
            SELECT CAST(v.value AS text) AS value FROM (
              (SELECT t.{column} AS value FROM {table} AS t
                WHERE t.{column} < (SELECT min(low) FROM part HAVING bool_and(low IS NOT NULL)) ORDER BY t.{column} LIMIT 1)
              UNION ALL
              (SELECT t.{column} FROM {table} AS t
                WHERE t.{column} >= (SELECT max(high) FROM part HAVING bool_and(high IS NOT NULL)) ORDER BY t.{column} DESC LIMIT 1)
              UNION ALL
              SELECT between_two.{column} FROM part AS p CROSS JOIN LATERAL (
                SELECT t.{column} FROM {table} AS t
                 WHERE t.{column} >= p.high AND t.{column} < (SELECT min(n.low) FROM part AS n WHERE n.low >= p.high)
                 ORDER BY t.{column} LIMIT 1) AS between_two) AS v
             LIMIT 1
            """;

    /** Goes from each value to the next one, up to the first that no list has. */
    private static final String OUTSIDE_LISTS =
            """
            WITH RECURSIVE walk AS (
              (SELECT CAST(t.{column} AS {type}) AS value, 1 AS step FROM {table} AS t ORDER BY t.{column} LIMIT 1)
              UNION ALL
              SELECT (SELECT CAST(t.{column} AS {type}) FROM {table} AS t WHERE t.{column} > w.value ORDER BY t.{column} LIMIT 1), w.step + 1
                FROM walk AS w
               WHERE w.step <= {longest}
                 AND w.value IN (SELECT CAST(l AS {type}) FROM json_array_elements_text(CAST(:?values AS json)) AS l))
            SELECT CAST(w.value AS text) AS value, w.step FROM walk AS w ORDER BY w.step DESC LIMIT 1
            """;

    private final Database source;

    PartitionedRows(Database source) {
        this.source = source;
    }

    /**
     * What was found out.
     *
     * @param isKnown whether there are rows, and all have a partition
     * @param without a row without a partition, such as {@code at=2024-01-01}; null if none was found
     */
    record Found(boolean isKnown, String without) {
        private static final Found UNKNOWN = new Found(false, null);

        /** Whether a row without a partition was found. */
        boolean isAnyWithout() {
            return without != null;
        }
    }

    /**
     * Looks for rows without a partition.
     *
     * @param bounds null if the target is partitioned in a way that can't be compared
     */
    Found find(SourceTable table, MappingInspection inspection, PartitionBounds bounds) {
        String column = bounds == null ? null : inspection.sourceOf(bounds.column());
        String type = column == null ? null : comparedAs(indexedType(table, column), bounds);
        if (type == null) {
            return Found.UNKNOWN;
        }
        Map<String, Object> ends = ask(ENDS, table, column, type, Map.of()).get(0);
        if (!(Boolean) ends.get("filled")) {
            return Found.UNKNOWN;
        }
        if ((Boolean) ends.get("has_null") && !bounds.takesNull()) {
            return new Found(false, column + "=NULL");
        }
        Map<String, Object> values = Map.of("values", bounds.values().toJson());
        if (bounds.isRange() && !bounds.values().isEmpty()) {
            List<Map<String, Object>> outside = ask(OUTSIDE_RANGES, table, column, type, values);
            return outside.isEmpty() ? new Found(true, null) : without(column, outside.get(0));
        }
        Map<String, Object> last =
                ask(OUTSIDE_LISTS, table, column, type, values).get(0);
        if (last.get("value") == null) {
            return new Found(true, null);
        }
        return ((Number) last.get("step")).intValue() > LONGEST_LIST ? Found.UNKNOWN : without(column, last);
    }

    private static Found without(String column, Map<String, Object> row) {
        return new Found(false, column + "=" + row.get("value"));
    }

    private List<Map<String, Object>> ask(
            String sql, SourceTable table, String column, String type, Map<String, Object> values) {
        return source.run(
                sql.replace("{table}", table.toSql())
                        .replace("{column}", TableName.quote(column))
                        .replace("{type}", type)
                        .replace("{longest}", Integer.toString(LONGEST_LIST)),
                values);
    }

    /** Returns the type of a column by which an index sorts; blank if there is no such index. */
    private String indexedType(SourceTable table, String column) {
        String oid = Long.toString(table.shape().oid());
        List<Map<String, Object>> found = source.run(INDEXED, Map.of("oid", oid, "column", column));
        return found.isEmpty() ? "" : (String) found.get(0).get("type");
    }

    /** Returns the type as which the source compares its values with the bounds; null if both ends may differ in that. */
    private static String comparedAs(String own, PartitionBounds bounds) {
        if (INTEGERS.contains(own) && INTEGERS.contains(bounds.type())) {
            return "bigint";
        }
        if (!bounds.isRange() && TEXTS.contains(own) && TEXTS.contains(bounds.type())) {
            return "text";
        }
        return ORDERED.contains(own) && own.equals(bounds.type()) ? own : null;
    }
}
