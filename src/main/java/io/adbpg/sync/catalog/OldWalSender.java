package io.adbpg.sync.catalog;

import io.adbpg.sync.link.Link.Backend;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * A replication session of a server before version 10, which takes replication commands and no statements: what other sessions set
 * goes along with its start, and another session tells which process it is.
 */
final class OldWalSender {
    private static final int TAKES_STATEMENTS = 10;

    private static final List<Map.Entry<String, String>> MORE = List.of(
            Map.entry("statement_timeout", "0"),
            Map.entry("lock_timeout", "0"),
            Map.entry("tcp_keepalives_idle", "10"),
            Map.entry("tcp_keepalives_interval", "3"),
            Map.entry("tcp_keepalives_count", "3"));

    /** What comes after the application's name in pgjdbc's start of a session: its own time zone would win over the options'. */
    private static final String IN_UTC = "\0TimeZone\0UTC";

    private OldWalSender() {}

    /** Whether a replication session is one. */
    static boolean is(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() < TAKES_STATEMENTS;
    }

    /** Adds to the properties of a replication session what an old server has to be told with them. */
    static void configure(Properties properties) {
        PGProperty.OPTIONS.set(
                properties,
                Stream.concat(ExactText.settings().stream(), MORE.stream())
                        // Before version 9.5 a blank can't be part of a value.
                        .map(setting -> "-c " + setting.getKey() + "="
                                + setting.getValue().replace(" ", ""))
                        .collect(Collectors.joining(" ")));
        PGProperty.APPLICATION_NAME.set(properties, PGProperty.APPLICATION_NAME.getOrDefault(properties) + IN_UTC);
    }

    /**
     * Returns who a session is.
     *
     * @param beside another session of the same server
     */
    static SessionIdentity identity(Connection session, Connection beside) throws SQLException {
        int pid = session.unwrap(PGConnection.class).getBackendPID();
        SessionIdentity other = SessionIdentity.read(beside);
        try (Statement statement = beside.createStatement();
                var row = statement.executeQuery(SessionIdentity.began(pid))) {
            if (!row.next() || row.getString(1) == null) {
                throw new SQLException(
                        "a connection pooler stands before the server, where a replication connection before PostgreSQL 10"
                                + " can't be told from others: set source.host and source.port to the server itself",
                        "08004");
            }
            return new SessionIdentity(
                    new Backend(pid, row.getString(1)), other.server(), other.version(), other.path(), false);
        }
    }
}
