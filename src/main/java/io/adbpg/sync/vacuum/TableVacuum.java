package io.adbpg.sync.vacuum;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vacuums a table of the target, and gives way: it waits for the table for a second at most, and is cancelled if somebody has
 * waited for the table that long.
 */
final class TableVacuum {
    private static final Logger LOG = LoggerFactory.getLogger(TableVacuum.class);
    private static final long LOOK_MILLIS = 500;
    private static final int PATIENT_LOOKS = 2;
    private static final String LOCKED = "55P03";
    private static final String CANCELLED = "57014";

    private static final String WAITING =
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND relation = CAST(? AS regclass) AND pid <> ?)";

    private final Server target;
    private final String job;
    private final ScheduledExecutorService executor;

    /** @param executor looks whether somebody waits */
    TableVacuum(Server target, String job, ScheduledExecutorService executor) {
        this.target = target;
        this.job = job;
        this.executor = executor;
    }

    /**
     * Vacuums a table.
     *
     * @return false if it gave way
     */
    boolean run(TableName table) throws SQLException {
        try (Connection connection = target.connect(job);
                Connection looks = target.connectToLook(job);
                Statement vacuum = connection.createStatement()) {
            vacuum.execute("SET lock_timeout TO '1s'");
            Future<?> watch = watch(connection, looks, table);
            try {
                vacuum.execute("VACUUM " + table.toSql());
                return true;
            } catch (SQLException e) {
                if (LOCKED.equals(e.getSQLState()) || CANCELLED.equals(e.getSQLState())) {
                    LOG.debug("VACUUM of {} gave way", table, e);
                    return false;
                }
                throw e;
            } finally {
                watch.cancel(false);
            }
        }
    }

    private Future<?> watch(Connection connection, Connection looks, TableName table) throws SQLException {
        int pid = connection.unwrap(PGConnection.class).getBackendPID();
        int[] seen = new int[1];
        return executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        seen[0] = isAwaited(looks, table, pid) ? seen[0] + 1 : 0;
                        if (seen[0] > PATIENT_LOOKS) {
                            cancel(looks, pid);
                        }
                    } catch (SQLException e) {
                        LOG.debug("cannot look who waits for {}", table, e);
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static boolean isAwaited(Connection looks, TableName table, int pid) throws SQLException {
        try (PreparedStatement statement = looks.prepareStatement(WAITING)) {
            statement.setString(1, table.toSql());
            statement.setInt(2, pid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void cancel(Connection looks, int pid) throws SQLException {
        try (PreparedStatement statement = looks.prepareStatement("SELECT pg_cancel_backend(?)")) {
            statement.setInt(1, pid);
            statement.execute();
        }
    }
}
