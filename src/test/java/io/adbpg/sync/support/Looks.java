package io.adbpg.sync.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections for looking at databases again and again: one each, kept open. A connection of its own for each look costs the
 * server a process, which on two cores takes longer than what is waited for.
 */
final class Looks {
    private static final Map<TestDatabase, Looks> ALL = new ConcurrentHashMap<>();

    private final TestDatabase database;
    private Connection connection;

    private Looks(TestDatabase database) {
        this.database = database;
    }

    /** The looks at a database. */
    static Looks at(TestDatabase database) {
        return ALL.computeIfAbsent(database, Looks::new);
    }

    /** Ends those at a database that is about to be dropped. */
    static void end(TestDatabase database) {
        Looks looks = ALL.remove(database);
        if (looks != null) {
            looks.close();
        }
    }

    /** The first value of the first row of a query, as text; null if there is no row. */
    synchronized String value(String sql) throws SQLException {
        try {
            return ask(sql);
        } catch (SQLException e) {
            if (!TestDatabase.isAway(e)) {
                throw e;
            }
            // The server may have been started again since the last look.
            close();
            return ask(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        if (connection == null) {
            connection = database.connect();
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    private synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It is gone, then.
        } finally {
            connection = null;
        }
    }
}
