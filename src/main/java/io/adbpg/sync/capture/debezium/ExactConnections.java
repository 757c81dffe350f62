package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.link.Link.Kind;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGProperty;

/**
 * Opens Debezium's connections, including that of the stream, as the job opens all others, and with {@link ExactText}. Debezium
 * finds this class by its name in the engine's settings.
 */
public final class ExactConnections implements JdbcConnection.ConnectionFactory {
    /** Names the slot among the engine's settings for a connection. */
    static final String SLOT = "adbpg.sync.slot";

    @Override
    public Connection connect(JdbcConfiguration settings) throws SQLException {
        String slot = settings.getString(SLOT);
        FlowControl flow = FlowControl.of(slot);
        if (flow == null) {
            throw new SQLException("the stream of slot " + slot + " has ended");
        }
        boolean isStream = isStream(settings);
        Connection connection = flow.connect(isStream ? Kind.STREAM : Kind.STATEMENTS);
        try {
            ExactText.set(connection);
            return isStream ? NotedStream.of(connection, flow.lastMessage()) : EffectiveWalLevel.asking(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean isStream(JdbcConfiguration settings) {
        return settings.hasKey(PGProperty.REPLICATION.getName());
    }
}
