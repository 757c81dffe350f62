package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;

/**
 * The size of a source table.
 *
 * @param rows the planner's estimate; 0 if the table was never analyzed
 * @param bytes the size on disk, without indexes
 * @param pages the pages of the table itself; 0 if it can't be read by page ranges
 */
record TableSize(long rows, long bytes, long pages) {
    /** Parts smaller than this, in pages of 8 KiB, are not worth a transaction. */
    private static final long SMALLEST_PART = 8192;

    private static final int SCANS_RANGES = 140_000;

    private static final String SIZES =
            """
            WITH RECURSIVE tree AS (
              SELECT CAST(w->>0 AS bigint) AS oid, CAST(w->>0 AS oid) AS id, CAST(w->>1 AS boolean) AS partitioned
                FROM json_array_elements(CAST(:?tables AS json)) AS w
              UNION ALL SELECT t.oid, i.inhrelid, t.partitioned
                FROM pg_inherits i JOIN tree t ON i.inhparent = t.id WHERE t.partitioned)
            SELECT tree.oid AS oid, CAST(sum(GREATEST(c.reltuples, 0)) AS bigint) AS row_count,
                   CAST(COALESCE(sum(pg_table_size(c.oid)), 0) AS bigint) AS byte_count,
                   CAST(COALESCE(sum(pg_relation_size(c.oid) / current_setting('block_size')::int), 0) AS bigint) AS pages
              FROM tree JOIN pg_class c ON c.oid = tree.id GROUP BY tree.oid
            """;

    private static final TableSize UNKNOWN = new TableSize(0, 0, 0);

    /** Reads the sizes of tables from the source, by one query. */
    static Map<TableName, TableSize> of(Database source, int version, Collection<SourceTable> tables) {
        JsonArray asked = new JsonArray();
        tables.forEach(table -> asked.add(new JsonArray(List.of(table.shape().oid(), table.partitioned()))));
        Map<Long, Map<String, Object>> found = new HashMap<>();
        source.run(SIZES, Map.of("tables", asked.toJson())).forEach(row -> found.put(number(row.get("oid")), row));
        Map<TableName, TableSize> sizes = new HashMap<>();
        for (SourceTable table : tables) {
            Map<String, Object> row = found.get(table.shape().oid());
            boolean ranges = version >= SCANS_RANGES && !table.partitioned();
            // A table that was dropped meanwhile is told when it is read.
            sizes.put(
                    table.name(),
                    row == null
                            ? UNKNOWN
                            : new TableSize(
                                    number(row.get("row_count")),
                                    number(row.get("byte_count")),
                                    ranges ? number(row.get("pages")) : 0));
        }
        return sizes;
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    /**
     * Splits the table for several threads.
     *
     * @return a condition over {@code ctid} per part; one blank condition if splitting is not worth it
     */
    List<String> parts(int threads) {
        long count = threads == 1 ? 1 : Math.min(pages / SMALLEST_PART, 8L * threads);
        if (count < 2) {
            return List.of("");
        }
        List<String> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String from = "ctid >= '(" + pages * i / count + ",0)'";
            // The last part takes the pages that were added since the size was read.
            parts.add(i == count - 1 ? from : from + " AND ctid < '(" + pages * (i + 1) / count + ",0)'");
        }
        return parts;
    }
}
