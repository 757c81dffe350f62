package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Finds a connection pooler that lends the server's sessions for a transaction at a time: the job's lock, its settings and its
 * staging tables would get lost, or be met by others. Nothing is set or written before that is ruled out.
 */
final class PoolerCheck {
    private static final int OTHERS = 2;

    private final Server server;
    private final Opener opener;

    /** Opens a session as it is. */
    @FunctionalInterface
    interface Opener {
        /** Returns a new connection; the caller closes it. */
        Connection open() throws SQLException;
    }

    PoolerCheck(Server server, Opener opener) {
        this.server = server;
        this.opener = opener;
    }

    /** Whether somebody answers for the server: a pooler gives process ids of its own when it lets in. */
    static boolean isPooled(Connection connection, SessionIdentity identity) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID()
                != identity.backend().pid();
    }

    /**
     * Requires that a session is its connection's own.
     *
     * @throws Refusal if the pooler has lent it to another connection meanwhile
     */
    void require(Connection first, int pid) throws SQLException {
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < OTHERS; i++) {
                Connection other = open();
                others.add(other);
                // It keeps what it gets.
                other.setAutoCommit(false);
                if (pid(other) == pid || pid(first) != pid) {
                    throw Refusal.of(
                            "{0} is behind a connection pooler that lends sessions by transaction or by statement, which"
                                    + " would lose the job's lock and settings: let it pool by session (PgBouncer: pool_mode ="
                                    + " session), or set {1}.host and {1}.port to the server itself",
                            server, server.role());
                }
            }
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    private Connection open() throws SQLException {
        try {
            return opener.open();
        } catch (SQLException e) {
            throw new SQLException(
                    "a connection pooler in front of it has no further session for the job: let it have more (PgBouncer:"
                            + " default_pool_size), or set " + server.role() + ".host and " + server.role()
                            + ".port to the server itself (" + e.getMessage() + ")",
                    "53300",
                    e);
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
