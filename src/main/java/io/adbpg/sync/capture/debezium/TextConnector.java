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
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's connector for PostgreSQL, made to leave every value as the text that the server sent: it presents all
 * columns to the decoder as {@code text}.
 *
 * <p>The stock conversion loses the offset of a {@code timetz}, stops at {@code 24:00} and at long intervals, and
 * confuses types of the same name. Debezium finds this class by its name in the engine's settings.
 */
@SuppressWarnings("unchecked") // Debezium's own, of a method that it inherits
public final class TextConnector extends PostgresConnector {
    private static final int TEXT = 25;

    @Override
    public Class<? extends Task> taskClass() {
        return TextTask.class;
    }

    /** Gives the stock connector's name, by which Debezium looks up other parts. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = super.taskConfigs(maxTasks);
        configs.forEach(
                config -> config.put(PostgresConnectorConfig.CONNECTOR_CLASS, PostgresConnector.class.getName()));
        return configs;
    }

    /** The connector's task; public for Debezium. It creates neither slot nor publication: these are the job's. */
    public static final class TextTask extends PostgresConnectorTask {
        private FlowControl flow;
        private int maxBatchSize;
        private Map<String, ?> partition;

        /** Sleeps until something arrives: Debezium's own wait would poll all the time. */
        @Override
        public List<SourceRecord> doPoll() throws InterruptedException {
            flow.awaitMessage();
            flow.awaitEnough(maxBatchSize);
            int commits = flow.commits().size();
            List<SourceRecord> records = super.doPoll();
            // Only a poll that emptied the queue is known to contain all records read before those commits.
            boolean isAll = records.size() < maxBatchSize;
            if (isAll) {
                flow.noteAllTaken();
            } else {
                flow.noteTaken(RecordDecoder.messages(records));
            }
            if (!records.isEmpty()) {
                partition = records.get(0).sourcePartition();
                // The queue may contain more.
                flow.signal();
            } else if (commits == 0 || partition == null) {
                return List.of();
            }
            return List.of(RecordBatch.of(partition, records, flow.commits(), isAll ? commits : 0, !isAll));
        }

        @Override
        @SuppressWarnings("deprecation") // the settings' own getters are not accessible
        protected ReplicationConnection buildReplicationConnection(
                PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig config) {
            ReplicationConnection stock = ReplicationConnection.builder(config)
                    .withSlot(config.slotName())
                    .withPublication(config.publicationName())
                    .withTableFilter(config.getTableFilters())
                    .withPublicationAutocreateMode(AutoCreateMode.DISABLED)
                    .withPlugin(config.plugin())
                    // Otherwise it drops the slot at the end of each session.
                    .dropSlotOnClose(false)
                    .streamParams(config.getConfig().getString(PostgresConnectorConfig.STREAM_PARAMS))
                    .statusUpdateInterval(Duration.ofMillis(
                            config.getConfig().getLong(PostgresConnectorConfig.STATUS_UPDATE_INTERVAL_MS)))
                    .withTypeRegistry(new TextTypes(connection))
                    .withSchema(schema)
                    .jdbcMetadataConnection(connection)
                    .build();
            flow = FlowControl.of(config.slotName());
            maxBatchSize = config.getMaxBatchSize();
            return new PacedConnection(stock, flow);
        }
    }

    /** A type registry in which every type is {@code text}. */
    private static final class TextTypes extends TypeRegistry {
        private PostgresType text;

        private TextTypes(PostgresConnection connection) {
            super(connection);
        }

        @Override
        public PostgresType get(int oid) {
            if (text == null) {
                text = super.get(TEXT);
            }
            return text;
        }

        @Override
        public PostgresType get(String name) {
            return get(TEXT);
        }
    }
}
