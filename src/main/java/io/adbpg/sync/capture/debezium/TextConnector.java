package io.adbpg.sync.capture.debezium;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorConfig.AutoCreateMode;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Task;

/**
 * Debezium's connector for PostgreSQL, which leaves every value the text that the server sent: its decoder takes all
 * columns for {@code text}, and so decodes nothing.
 *
 * <p>What it would make of the values otherwise loses the offset of a {@code timetz}, stops at {@code 24:00} and at long
 * intervals, and mistakes a type for another one of the same name. Debezium finds this class by its name in the engine's
 * settings.
 */
@SuppressWarnings("unchecked") // Debezium's own, of a method that it inherits
public final class TextConnector extends PostgresConnector {
    private static final int TEXT = 25;

    @Override
    public Class<? extends Task> taskClass() {
        return TextTask.class;
    }

    /** Under the stock connector's name: Debezium looks up further parts by it. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = super.taskConfigs(maxTasks);
        configs.forEach(
                config -> config.put(PostgresConnectorConfig.CONNECTOR_CLASS, PostgresConnector.class.getName()));
        return configs;
    }

    /** The task of the connector; public for Debezium. The slot and the publication are the job's: it makes none. */
    public static final class TextTask extends PostgresConnectorTask {
        @Override
        @SuppressWarnings("deprecation") // the settings' own getters are not for others
        protected ReplicationConnection buildReplicationConnection(
                PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig config) {
            ReplicationConnection stock = ReplicationConnection.builder(config)
                    .withSlot(config.slotName())
                    .withPublication(config.publicationName())
                    .withTableFilter(config.getTableFilters())
                    .withPublicationAutocreateMode(AutoCreateMode.DISABLED)
                    .withPlugin(config.plugin())
                    // Else it drops the slot at the end of each session.
                    .dropSlotOnClose(false)
                    .streamParams(config.getConfig().getString(PostgresConnectorConfig.STREAM_PARAMS))
                    .statusUpdateInterval(Duration.ofMillis(
                            config.getConfig().getLong(PostgresConnectorConfig.STATUS_UPDATE_INTERVAL_MS)))
                    .withTypeRegistry(new TextTypes(connection))
                    .withSchema(schema)
                    .jdbcMetadataConnection(connection)
                    .build();
            return new PacedConnection(stock, ReadRoom.of(config.slotName()));
        }
    }

    /** What the decoder is told of the types of columns. */
    private static final class TextTypes extends TypeRegistry {
        private TextTypes(PostgresConnection connection) {
            super(connection);
        }

        @Override
        public PostgresType get(int oid) {
            return super.get(TEXT);
        }

        @Override
        public PostgresType get(String name) {
            return super.get(TEXT);
        }
    }
}
