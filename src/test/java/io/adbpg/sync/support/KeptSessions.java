package io.adbpg.sync.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Sessions in which tests have run something, kept for what they run next: a new one costs the server a process, 3 to 4 ms of
 * CPU. Nothing that was set, locked or made in a session outlasts its use.
 */
final class KeptSessions {
    private static final Map<TestDatabase, Deque<Connection>> IDLE = new ConcurrentHashMap<>();
    private static final int SECONDS_TO_ANSWER = 10;

    private KeptSessions() {}

    /** What is done in a session. */
    @FunctionalInterface
    interface Use<T> {
        /** Does it, auto-commit on; may turn that off. */
        T with(Connection connection) throws SQLException;
    }

    /** Uses a session that is idle and alive, or a new one. */
    static <T> T use(TestDatabase database, Use<T> use) throws SQLException {
        return use(
                database,
                connection -> {
                    T result = use.with(connection);
                    connection.setAutoCommit(true);
                    return result;
                },
                KeptSessions::discard);
    }

    /** Uses one for a query that leaves nothing behind. */
    static <T> T look(TestDatabase database, Use<T> look) throws SQLException {
        return use(database, look, connection -> true);
    }

    private static <T> T use(TestDatabase database, Use<T> use, Use<Boolean> clean) throws SQLException {
        Connection connection = take(database);
        boolean isClean = false;
        try {
            T result = use.with(connection);
            isClean = clean.with(connection);
            return result;
        } finally {
            if (isClean) {
                idle(database).push(connection);
            } else {
                close(connection);
            }
        }
    }

    private static Connection take(TestDatabase database) throws SQLException {
        Connection idle;
        while ((idle = idle(database).poll()) != null) {
            if (idle.isValid(SECONDS_TO_ANSWER)) {
                return idle;
            }
            idle.close();
        }
        return database.connect();
    }

    /** Whether that could be done: not in a transaction that was left open, nor on Greenplum, which says so. */
    private static boolean discard(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
            return statement.getWarnings() == null;
        } catch (SQLException e) {
            return false;
        }
    }

    private static Deque<Connection> idle(TestDatabase database) {
        return IDLE.computeIfAbsent(database, any -> new ConcurrentLinkedDeque<>());
    }

    /** Ends those in a database that is about to be dropped. */
    static void end(TestDatabase database) {
        Deque<Connection> idle = IDLE.remove(database);
        if (idle != null) {
            idle.forEach(KeptSessions::close);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone, then.
        }
    }
}
