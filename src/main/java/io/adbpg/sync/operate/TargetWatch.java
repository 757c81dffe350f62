package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.settings.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether the target can be written to, on a connection of its own. A target that is away is no error. */
final class TargetWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetWatch.class);

    // Each session of the job turns it off where the account or the database has it on, but not where the server has.
    private static final String LOOK =
            "SELECT pg_is_in_recovery(), CAST(current_setting('default_transaction_read_only') AS boolean)";

    /** The newest change of each table is the one with the highest number that was itself refused. */
    private static final String REFUSED =
            """
            SELECT q.source_table, g.changes, q.message, CAST(EXTRACT(epoch FROM q.quarantined_at) * 1000 AS bigint)
              FROM (SELECT source_table, count(*) AS changes, COALESCE(max(CASE WHEN sqlstate IS NOT NULL THEN id END),
                           max(id)) AS newest
                      FROM adbpg_sync.%1$s GROUP BY source_table) AS g
              JOIN adbpg_sync.%1$s AS q ON q.id = g.newest
            """;

    private final Settings settings;
    private final WatchConnection connection;

    TargetWatch(Settings settings) {
        this.settings = settings;
        this.connection = new WatchConnection(settings.target(), settings.job());
    }

    /** Looks; returns why the target can't be written to, blank if it can. */
    synchronized String look() {
        try {
            return ask();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("cannot look at the target", e);
            connection.close();
            return trouble("does not answer");
        }
    }

    private String ask() throws SQLException {
        try (Statement statement = connection.open().createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            if (row.getBoolean(1)) {
                return trouble("is a standby, which takes no writes: give target.host its primary");
            }
            if (row.getBoolean(2)) {
                return trouble("takes no writes: default_transaction_read_only is on in its configuration");
            }
            return "";
        }
    }

    /** What is in quarantine, by table; null if the target does not answer. */
    synchronized Map<TableName, RefusedChanges.OfTable> refused() {
        try (Statement statement = connection.open().createStatement();
                ResultSet row = statement.executeQuery(REFUSED.formatted(Quarantine.table(settings.job())))) {
            Map<TableName, RefusedChanges.OfTable> tables = new TreeMap<>();
            while (row.next()) {
                tables.put(
                        TableName.parse(row.getString(1)),
                        new RefusedChanges.OfTable(
                                row.getLong(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4))));
            }
            return tables;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("cannot look at the quarantine", e);
            connection.close();
            return null;
        }
    }

    private String trouble(String what) {
        return "target " + settings.target().address() + " " + what;
    }

    @Override
    public synchronized void close() {
        connection.close();
    }
}
