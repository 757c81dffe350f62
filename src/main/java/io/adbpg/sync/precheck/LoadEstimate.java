package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.failure.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** Estimates how long the initial load takes, and how much WAL the source has to retain meanwhile. */
public final class LoadEstimate {
    /** What one thread copies per second, by experience; the target takes most of the time. */
    private static final long BYTES_PER_SECOND = 20_000_000;

    private static final String SIZE =
            """
            WITH RECURSIVE tree AS (
              SELECT unnest(CAST(:?oids AS oid[])) AS id
              UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id
                          JOIN pg_class p ON p.oid = t.id AND p.relkind = 'p')
            SELECT CAST(sum(GREATEST(c.reltuples, 0)) AS bigint) AS row_count,
                   CAST(sum(pg_table_size(c.oid)) AS bigint) AS byte_count
              FROM tree JOIN pg_class c ON c.oid = tree.id
            """;

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) {
        if (run.tables() == null) {
            return;
        }
        List<SourceTable> tables = run.tables().all().stream()
                .filter(table -> run.isToBeLoaded(table.name()))
                .toList();
        run.check("load", "job", Message.NONE, () -> estimate(run, tables));
    }

    private static Message estimate(PrecheckRun run, List<SourceTable> tables) {
        if (tables.isEmpty()) {
            return Message.of("nothing to load");
        }
        String oids = tables.stream()
                .map(table -> Long.toString(table.shape().oid()))
                .collect(Collectors.joining(",", "{", "}"));
        Map<String, Object> size = run.source().run(SIZE, Map.of("oids", oids)).get(0);
        long bytes = ((Number) size.get("byte_count")).longValue();
        int threads = run.settings().load().threads();
        long seconds = Math.max(1, bytes / (BYTES_PER_SECOND * threads));
        wal(run, seconds);
        return Message.of(
                "{0} tables, about {1} rows, {2}, about {3} s (at {4}/s for each of {5} threads)",
                tables.size(), size.get("row_count"), megabytes(bytes), seconds, megabytes(BYTES_PER_SECOND), threads);
    }

    private static void wal(PrecheckRun run, long seconds) {
        if (!run.tables().abilities().showsCheckpoints()) {
            return;
        }
        run.check("WAL meanwhile", "job", Message.NONE, () -> {
            long rate = WalRate.bytesPerSecond(run.source(), run.tables().abilities());
            ServerSetting most = ServerSetting.read(run.source(), "max_slot_wal_keep_size");
            Message found = Message.of(
                    "about {0} during the load ({1}/s since the last checkpoint)",
                    megabytes(rate * seconds), megabytes(rate));
            if (most == null || most.amount() < 0 || most.amount() > rate * seconds) {
                return found;
            }
            run.warn(
                    "WAL meanwhile",
                    "job",
                    Message.of("{0}, and max_slot_wal_keep_size={1}", found, most.value()),
                    Message.of("more than that, or the load may have to start over; takes effect without a restart"),
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '" + (2 * rate * seconds / 1_048_576 + 1)
                            + "MB'; SELECT pg_reload_conf()");
            return null;
        });
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
