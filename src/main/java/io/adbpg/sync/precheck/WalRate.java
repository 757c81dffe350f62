package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;

/** How fast the source writes WAL. */
final class WalRate {
    private static final String READ =
            """
            SELECT CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)
                        / GREATEST(extract(epoch FROM clock_timestamp() - checkpoint_time), 1) AS bigint) AS rate
              FROM pg_control_checkpoint()
            """;

    private WalRate() {}

    /** Returns the bytes per second since the last checkpoint. */
    static long bytesPerSecond(Database source) {
        return ((Number) source.run(READ).get(0).get("rate")).longValue();
    }
}
