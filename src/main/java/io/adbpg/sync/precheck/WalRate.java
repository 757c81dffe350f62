package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Abilities;
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

    /** Returns the bytes per second since the last checkpoint, of a source that {@link Abilities#showsCheckpoints}. */
    static long bytesPerSecond(Database source, Abilities abilities) {
        return ((Number) source.run(abilities.words(READ)).get(0).get("rate")).longValue();
    }
}
