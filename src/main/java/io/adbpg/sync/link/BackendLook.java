package io.adbpg.sync.link;

import io.adbpg.sync.link.Link.Backend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** Asks a server, by another connection, what it is doing for a link that has fallen silent. */
final class BackendLook {
    // Not every version has wait_event.
    private static final String LOOK =
            """
            SELECT a.state, row_to_json(a)->>'wait_event' AS wait_event
              FROM pg_stat_activity AS a
             WHERE a.pid = ? AND CAST(CAST(extract(epoch FROM a.backend_start) * 1000000 AS bigint) AS text) = ?
            """;

    /** Ends that session and no other one that has got its process id meanwhile. */
    private static final String END =
            """
            SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity AS a
             WHERE a.pid = ? AND CAST(CAST(extract(epoch FROM a.backend_start) * 1000000 AS bigint) AS text) = ?
            """;

    /** What a session waits with for its client to send something, or to take something. */
    private static final Set<String> WAITS_FOR_CLIENT = Set.of(
            "ClientRead",
            "ClientWrite",
            "WalSenderMain",
            "WalSenderWaitForWAL",
            "WalSenderWaitForWal",
            "WalSenderWriteData");

    private final Connection connection;

    /** What a server does for a link. */
    enum Doing {
        /** It has no such session. */
        GONE,
        /** It waits for the other side of the link, as that does for it. */
        WAITING,
        /** It is at work. */
        WORKING
    }

    BackendLook(Connection connection) {
        this.connection = connection;
    }

    /** Looks at a session. */
    Doing look(Backend backend) throws SQLException {
        try (PreparedStatement statement = prepare(LOOK, backend);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Doing.GONE;
            }
            String state = row.getString("state");
            String event = row.getString("wait_event");
            boolean isIdle = state != null && state.startsWith("idle");
            return isIdle || (event != null && WAITS_FOR_CLIENT.contains(event)) ? Doing.WAITING : Doing.WORKING;
        }
    }

    /** Ends a session; it may be gone already. */
    void end(Backend backend) throws SQLException {
        try (PreparedStatement statement = prepare(END, backend)) {
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql, Backend backend) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setInt(1, backend.pid());
        statement.setString(2, backend.began());
        return statement;
    }
}
