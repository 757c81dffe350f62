package io.adbpg.sync.operate;

import io.adbpg.sync.settings.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether the target can be written to, on a connection of its own. A target that is away is no error. */
final class TargetWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetWatch.class);

    // A session keeps the default that it began with: what a new one would get stands in the catalogue.
    private static final String LOOK =
            """
            SELECT pg_is_in_recovery(),
                   COALESCE((SELECT CAST(split_part(c, '=', 2) AS boolean)
                               FROM pg_db_role_setting s, unnest(s.setconfig) AS c
                              WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                                AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
                                AND c LIKE 'default\\_transaction\\_read\\_only=%'
                              ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC LIMIT 1),
                            CAST(current_setting('default_transaction_read_only') AS boolean))
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
                // The next look begins a session, and sees what holds by then.
                connection.close();
                return trouble("takes no writes: default_transaction_read_only is on");
            }
            return "";
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
