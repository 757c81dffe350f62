package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The staging tables of one connection to the target: temporary tables that are emptied without rewriting the server's
 * catalogue.
 *
 * <p>TRUNCATE gives a table and its TOAST table new files, three rows of {@code pg_class} each time, which nothing vacuums on
 * a Greenplum kernel; {@code ON COMMIT DELETE ROWS} rewrites none, but empties each such table of the session at each commit,
 * used or not. So rows are deleted, and the dead ones are vacuumed away between two transactions once there are many.
 */
final class StagingTables {
    /** So many dead rows, or bytes of them, are scanned in less time than it takes to get rid of them. */
    private static final int MANY_ROWS = 20_000;

    private static final long MANY_BYTES = 4 << 20;

    /** Larger files stay only if VACUUM can't remove the rows, since an old snapshot on the server may need them. */
    private static final long LARGE_FILE = 16 << 20;

    private final Map<String, Staging> tables = new HashMap<>();
    /** Those that this transaction has put rows into, or made. */
    private final List<Staging> touched = new ArrayList<>();

    private static final class Staging {
        private final String name;
        private final String definition;
        private boolean isCommitted;
        /** Whether this transaction has given it new files, which a rollback takes back. */
        private boolean isTruncated;

        private long rows;
        private long bytes;

        private Staging(String name, String definition) {
            this.name = name;
            this.definition = definition;
        }

        private boolean isFull() {
            return rows >= MANY_ROWS || bytes >= MANY_BYTES;
        }

        private void emptied() {
            rows = 0;
            bytes = 0;
        }
    }

    /** Empties a table, or creates it if the session does not have it in this form. */
    void clear(Connection connection, String name, String definition) throws SQLException {
        Staging table = tables.get(name);
        try (Statement statement = connection.createStatement()) {
            if (table == null || !table.definition.equals(definition)) {
                statement.execute("DROP TABLE IF EXISTS " + name);
                statement.execute("CREATE TEMPORARY TABLE " + name + " " + definition);
                tables.put(name, new Staging(name, definition));
            } else if (table.isFull()) {
                // Within a large transaction: what is deleted there can't be vacuumed before its end.
                statement.execute("TRUNCATE " + name);
                table.emptied();
                table.isTruncated = true;
            } else if (table.rows > 0) {
                statement.execute("DELETE FROM " + name);
            }
        }
    }

    /** Notes the rows that a COPY puts into a table which was {@link #clear cleared} before. */
    void noteRows(String name, List<Row> whole, RowGroup group) {
        Staging table = tables.get(name);
        table.rows += whole.size();
        for (Row row : whole) {
            table.bytes += row.bytes().length;
        }
        for (PartialRow partial : group.partial()) {
            // Its completion is another version of the row.
            table.rows += 2;
            table.bytes += 2L * partial.row().bytes().length;
        }
        touched.add(table);
    }

    /** Vacuums the tables that have many dead rows: to be called when a transaction has been committed. */
    void committed(Connection connection) throws SQLException {
        for (Staging table : touched) {
            table.isCommitted = true;
            table.isTruncated = false;
            if (table.isFull()) {
                vacuum(connection, table);
            }
        }
        touched.clear();
    }

    private static void vacuum(Connection connection, Staging table) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                PreparedStatement size =
                        connection.prepareStatement("SELECT pg_relation_size(CAST(? AS regclass)) > " + LARGE_FILE)) {
            statement.execute("DELETE FROM " + table.name);
            statement.execute("VACUUM " + table.name);
            size.setString(1, table.name);
            try (ResultSet isLarge = size.executeQuery()) {
                isLarge.next();
                if (isLarge.getBoolean(1)) {
                    statement.execute("TRUNCATE " + table.name);
                }
            }
            table.emptied();
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** Forgets what a rollback, to a savepoint or as a whole, has undone. */
    void rolledBack() {
        tables.values().removeIf(table -> !table.isCommitted);
        touched.removeIf(table -> !table.isCommitted);
        touched.stream().filter(table -> table.isTruncated).forEach(table -> table.rows = MANY_ROWS);
    }

    /** Forgets all tables: the session has ended. */
    void sessionEnded() {
        tables.clear();
        touched.clear();
    }
}
