package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    private static final String SIZE =
            """
            WITH RECURSIVE tree AS (
              SELECT CAST(:?table AS regclass)::oid AS id
              UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id WHERE :?partitioned)
            SELECT CAST(sum(GREATEST(c.reltuples, 0)) AS bigint) AS row_count,
                   CAST(sum(pg_table_size(c.oid)) AS bigint) AS byte_count,
                   CAST(sum(pg_relation_size(c.oid) / current_setting('block_size')::int) AS bigint) AS pages
              FROM tree JOIN pg_class c ON c.oid = tree.id
            """;

    /** Reads the size from the source. */
    static TableSize of(Database source, int version, SourceTable table) {
        Map<String, Object> row = source.run(
                        SIZE, Map.of("table", table.name().toSql(), "partitioned", table.partitioned()))
                .get(0);
        boolean ranges = version >= SCANS_RANGES && !table.partitioned();
        return new TableSize(
                number(row.get("row_count")), number(row.get("byte_count")), ranges ? number(row.get("pages")) : 0);
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
