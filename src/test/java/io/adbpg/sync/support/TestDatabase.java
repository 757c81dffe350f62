package io.adbpg.sync.support;

import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of a test, used as its superuser.
 *
 * @param role source or target
 * @param user the superuser
 */
public record TestDatabase(String role, String host, int port, String name, String user) {
    private static final String OBJECT_IN_USE = "55006";

    /** A database of a server that the test has started. */
    public TestDatabase(String role, int port, String name) {
        this(role, "127.0.0.1", port, name, "postgres");
    }

    /** Another database of the same server. */
    public TestDatabase sibling(String other) {
        return new TestDatabase(role, host, port, other, user);
    }

    /** The same database at another address of its server. */
    public TestDatabase at(String address) {
        return new TestDatabase(role, address, port, name, user);
    }

    /** A new connection, auto-commit on; the caller closes it. */
    public Connection connect() throws SQLException {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address + ":" + port + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8),
                user,
                "");
    }

    /** A name as SQL has it. */
    public static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Whether it was not there: the connection is lost, or the server starts or ends. */
    public static boolean isAway(SQLException e) {
        return e.getSQLState() != null
                && (e.getSQLState().startsWith("08")
                        || e.getSQLState().startsWith("57")
                        // Segments of a Greenplum cluster.
                        || e.getSQLState().startsWith("58M"));
    }

    /** The end of the server's WAL, whatever its version calls it: after what was committed asynchronously, too. */
    public String walEnd() {
        boolean isOld = look("SELECT current_setting('server_version_num')::int < 100000")
                .equals("t");
        return look("SELECT " + (isOld ? "pg_current_xlog_insert_location()" : "pg_current_wal_insert_lsn()"));
    }

    /** Runs statements, separated by semicolons, in one transaction. */
    public void run(String sql) {
        try {
            KeptSessions.use(this, connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(sql);
                }
            });
            if (sql.contains("ALTER DATABASE ")) {
                // What it sets, a session gets at its login.
                KeptSessions.end(this);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(role + ": " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** Runs statements, separated by semicolons, as one transaction that may hold savepoints. */
    public void transaction(String sql) {
        try {
            KeptSessions.use(this, connection -> {
                try (Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    boolean hasRows = statement.execute(sql);
                    connection.commit();
                    return hasRows;
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(role + ": " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** Ends the sessions that read its replication slots. */
    void endReaders() {
        sibling("postgres")
                .rows("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active AND database = "
                        + literal(name));
    }

    /** Drops the database, and its replication slots as soon as nobody reads them. */
    public void drop() {
        TestServers.forget(this);
        KeptSessions.end(this);
        TestDatabase other = sibling("postgres");
        await().alias("slots of " + name)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Polling.slowing())
                .until(() -> {
                    other.rows("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active"
                            + " AND database = " + literal(name));
                    return other.rows("SELECT 1 FROM pg_replication_slots WHERE database = " + literal(name))
                            .isEmpty();
                });
        await().alias("sessions of " + name)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Polling.slowing())
                .until(() -> other.isDropped(name));
    }

    /** Not by DROP DATABASE … WITH (FORCE), which old versions have not got. */
    private boolean isDropped(String database) {
        try {
            return KeptSessions.use(this, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                            + literal(database));
                    statement.execute("DROP DATABASE IF EXISTS " + quoted(database));
                    return true;
                }
            });
        } catch (SQLException e) {
            if (OBJECT_IN_USE.equals(e.getSQLState())) {
                return false;
            }
            throw new IllegalStateException(role + ": " + e.getMessage(), e);
        }
    }

    /** The rows of a query, each as its values' texts joined by {@code |}, NULL as {@code NULL}. */
    public List<String> rows(String sql) {
        try {
            return KeptSessions.use(this, connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery(sql)) {
                    return texts(result);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(role + ": " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** The first value of a query that leaves nothing behind in its session, as text; null if there is none. */
    public String look(String sql) {
        try {
            return KeptSessions.look(this, connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery(sql)) {
                    return result.next() ? result.getString(1) : null;
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(role + ": " + e.getMessage() + " in: " + sql, e);
        }
    }

    private static List<String> texts(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                String value = result.getString(i);
                values.add(value == null ? "NULL" : value);
            }
            rows.add(String.join("|", values));
        }
        return rows;
    }

    /** The only value of a query, as text. */
    public String value(String sql) {
        return rows(sql).get(0);
    }
}
