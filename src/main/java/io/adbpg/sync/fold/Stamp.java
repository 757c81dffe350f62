package io.adbpg.sync.fold;

import io.adbpg.sync.catalog.Lsn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the stream knows about a change and its transaction, as extra columns of the changed row. */
public final class Stamp {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSX").withZone(ZoneOffset.UTC);

    /** The types of the extra columns, by name. */
    public static final Map<String, String> COLUMNS;

    /** The values of the extra columns in rows that the initial load copied, as items of a select list. */
    public static final List<String> LOADED = List.of(
            "CAST('load' AS text) AS adbpg_sync_operation",
            "CAST('0/0' AS pg_lsn) AS adbpg_sync_lsn",
            "CAST(NULL AS timestamptz) AS adbpg_sync_committed_at",
            "CAST(0 AS bigint) AS adbpg_sync_sequence");

    static {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("adbpg_sync_operation", "text");
        columns.put("adbpg_sync_lsn", "pg_lsn");
        columns.put("adbpg_sync_committed_at", "timestamp with time zone");
        columns.put("adbpg_sync_sequence", "bigint");
        COLUMNS = Collections.unmodifiableMap(columns);
    }

    private final String lsn;
    private final String committedAt;

    /**
     * The stamp of a transaction.
     *
     * @param lsn the commit LSN
     * @param time when it was committed on the source; may be null
     */
    public Stamp(long lsn, Instant time) {
        this.lsn = Lsn.text(lsn);
        this.committedAt = time == null ? null : TIME.format(time).replace("Z", "+00");
    }

    /**
     * Returns a row with the extra columns.
     *
     * @param sequence the number of the change within its transaction
     */
    public Row add(Row row, Operation operation, long sequence) {
        RowBuilder builder = new RowBuilder();
        for (int offset = 0; offset < row.bytes().length; offset = row.next(offset)) {
            builder.copy(row, offset);
        }
        return builder.add(operation.word())
                .add(lsn)
                .add(committedAt)
                .add(Long.toString(sequence))
                .build();
    }
}
