package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the end of the source's WAL and at the job's slot, on a connection of its own. A source that is away is no error. */
final class SourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    // Not every version has wal_status and the limit.
    private static final String LOOK =
            """
            SELECT CAST(w.lsn AS text), CAST(r.sent_lsn AS text), s.slot_name, s.active, row_to_json(s)->>'wal_status',
                   pg_wal_lsn_diff(w.lsn, s.restart_lsn), pg_wal_lsn_diff(w.lsn, CAST(row_to_json(s)->>'confirmed_flush_lsn' AS pg_lsn)),
                   (SELECT CAST(setting AS bigint) * 1048576 FROM pg_settings
                     WHERE name = 'max_slot_wal_keep_size' AND setting <> '-1'),
                   CAST(EXTRACT(epoch FROM clock_timestamp()) * 1000 AS bigint)
              FROM (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                                ELSE pg_current_wal_lsn() END AS lsn) AS w
              LEFT JOIN pg_replication_slots s ON s.slot_name = ?
              LEFT JOIN pg_stat_replication r ON CAST(r.pid AS text) = row_to_json(s)->>'active_pid'
            """;

    /** Times come in whole milliseconds, and clocks that are set by the network differ by some. */
    private static final Duration RESOLUTION = Duration.ofMillis(20);

    private final Settings settings;
    private final WatchConnection connection;
    private final Clock clock;

    SourceWatch(Settings settings, Clock clock) {
        this.settings = settings;
        this.connection = new WatchConnection(settings.source(), settings.job());
        this.clock = clock;
    }

    /** Looks; empty if the source does not answer. */
    synchronized Optional<SourceLook> look() {
        try {
            return Optional.of(ask());
        } catch (SQLException | RuntimeException e) {
            LOG.debug("cannot look at the source", e);
            connection.close();
            return Optional.empty();
        }
    }

    private SourceLook ask() throws SQLException {
        Connection opened = connection.open();
        // As precise as it has to be.
        int version = opened.getMetaData().getDatabaseMajorVersion() * 10_000;
        try (PreparedStatement statement = opened.prepareStatement(Abilities.words(version, LOOK))) {
            statement.setString(1, settings.slot());
            Instant asked = clock.instant();
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Instant answered = clock.instant();
                String sent = row.getString(2);
                return new SourceLook(
                        asked,
                        answered,
                        clockAhead(asked, Instant.ofEpochMilli(row.getLong(9)), answered),
                        Lsn.parse(row.getString(1)),
                        sent == null ? 0 : Lsn.parse(sent),
                        row.getString(3) == null ? Optional.empty() : Optional.of(slot(row)));
            }
        }
    }

    /** As much as it may be, so that an age by the source's clock is not too small. */
    private static Duration clockAhead(Instant asked, Instant there, Instant answered) {
        boolean mayBeSame = !there.isBefore(asked.minus(RESOLUTION)) && !there.isAfter(answered.plus(RESOLUTION));
        return mayBeSame ? Duration.ZERO : Duration.between(asked, there);
    }

    private static SlotStatus slot(ResultSet row) throws SQLException {
        long limit = row.getLong(8);
        return new SlotStatus(
                row.getString(3),
                row.getBoolean(4),
                row.getString(5),
                row.getLong(6),
                limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit),
                Math.max(0, row.getLong(7)));
    }

    @Override
    public synchronized void close() {
        connection.close();
    }
}
