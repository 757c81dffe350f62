package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.PatientSockets;
import io.adbpg.sync.catalog.ExactText;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGProperty;

/**
 * Opens Debezium's connections, including that of the stream, with {@link ExactText}, whatever the database's defaults
 * are. Debezium finds this class by its name in the engine's settings.
 */
public final class ExactConnections implements JdbcConnection.ConnectionFactory {
    private static final JdbcConnection.ConnectionFactory FACTORY =
            JdbcConnection.patternBasedFactory("jdbc:postgresql://${hostname}:${port}/${dbname}");

    @Override
    public Connection connect(JdbcConfiguration settings) throws SQLException {
        Connection connection = FACTORY.connect(isStream(settings) ? patient(settings) : settings);
        try {
            ExactText.set(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean isStream(JdbcConfiguration settings) {
        return settings.hasKey(PGProperty.REPLICATION.getName());
    }

    private static JdbcConfiguration patient(JdbcConfiguration settings) {
        return JdbcConfiguration.adapt(settings.edit()
                .with(PGProperty.SOCKET_FACTORY.getName(), PatientSockets.class.getName())
                .build());
    }
}
