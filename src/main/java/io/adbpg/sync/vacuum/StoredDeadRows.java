package io.adbpg.sync.vacuum;

import io.adbpg.sync.catalog.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * The estimates in table {@code adbpg_sync.tables_<job>} on the target, so that they outlast the program. They are written when
 * they have grown by a quarter: each write leaves a dead row in that table, too.
 */
final class StoredDeadRows {
    /** Fewer are not worth a write. */
    private static final long FEW = 2000;

    private static final String LOCK_TIMEOUT = "SET lock_timeout TO '1s'";

    private final String read;
    private final String write;
    private final Map<TableName, Long> stored = new HashMap<>();

    /**
     * An estimate.
     *
     * @param rows about how many dead rows the table had
     * @param countedAt when that was written, by the target's clock
     */
    record Estimate(long rows, OffsetDateTime countedAt) {}

    StoredDeadRows(String job) {
        String table = "adbpg_sync.tables_" + job;
        read = "SELECT target_table, max(dead_rows), max(counted_at) FROM " + table + " WHERE dead_rows > 0 GROUP BY 1";
        write = "UPDATE " + table + " SET dead_rows = ?, counted_at = clock_timestamp() WHERE target_table = ?";
    }

    /**
     * Reads the estimates by target table.
     *
     * @throws SQLException also if the job has no such table yet
     */
    Map<TableName, Estimate> read(Connection connection) throws SQLException {
        Map<TableName, Estimate> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(read)) {
            while (rows.next()) {
                TableName target = TableName.parse(rows.getString(1));
                found.put(target, new Estimate(rows.getLong(2), rows.getObject(3, OffsetDateTime.class)));
                stored.put(target, rows.getLong(2));
            }
        }
        return found;
    }

    /** Whether an estimate differs enough from what is stored. */
    boolean isDue(TableName target, long rows) {
        long before = stored.getOrDefault(target, 0L);
        return rows < before ? before > 0 && rows < before / 2 : rows - before >= Math.max(FEW, before / 4);
    }

    /** Stores estimates by target table. */
    void write(Connection connection, Map<TableName, Long> estimates) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement update = connection.prepareStatement(write)) {
            statement.execute(LOCK_TIMEOUT);
            for (Map.Entry<TableName, Long> estimate : estimates.entrySet()) {
                update.setLong(1, estimate.getValue());
                update.setString(2, estimate.getKey().toString());
                update.executeUpdate();
                stored.put(estimate.getKey(), estimate.getValue());
            }
        }
    }
}
