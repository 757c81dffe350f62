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

    // Each session of the job turns it off where the account or the database has it on, but not where the server has.
    private static final String LOOK =
            "SELECT pg_is_in_recovery(), CAST(current_setting('default_transaction_read_only') AS boolean)";

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

    private String trouble(String what) {
        return "target " + settings.target().address() + " " + what;
    }

    @Override
    public synchronized void close() {
        connection.close();
    }
}
