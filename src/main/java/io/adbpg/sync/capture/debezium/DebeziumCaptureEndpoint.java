package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.CaptureConsumers;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.debezium.DebeziumEndpoint;
import org.apache.camel.component.debezium.postgres.configuration.PostgresConnectorEmbeddedDebeziumConfiguration;

/** An endpoint {@code debezium-postgres:job}; source, slot and publication come from the job's settings. */
public final class DebeziumCaptureEndpoint extends DebeziumEndpoint<PostgresConnectorEmbeddedDebeziumConfiguration>
        implements ChangeStreams {
    /** Nothing is stored: the position is on the target only. */
    private static final String MEMORY = "org.apache.kafka.connect.storage.MemoryOffsetBackingStore";

    /** The source answers each status; a stream that keeps silent for much longer is taken for dead. */
    private static final int LONGEST_STATUS_MILLIS = 2000;

    private PostgresConnectorEmbeddedDebeziumConfiguration configuration;

    DebeziumCaptureEndpoint(
            String uri,
            DebeziumCaptureComponent component,
            PostgresConnectorEmbeddedDebeziumConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
        // Debezium's validation requires these; the stream gets the job's settings.
        configuration.setDatabasePassword("unused");
        configuration.setTopicPrefix("adbpg_sync");
        configuration.setOffsetStorage(MEMORY);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = CaptureConsumers.of(this, processor, this);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public ChangeStream open(Settings settings, SourceTables tables, KeyColumns keys, SlotReading reading) {
        EngineLimits.refusals(tables).stream().findFirst().ifPresent(refusal -> {
            throw refusal;
        });
        Properties properties = configuration.createDebeziumConfiguration().asProperties();
        properties.putAll(connection(settings.source(), settings.slot()));
        properties.putAll(Map.ofEntries(
                Map.entry("name", settings.slot()),
                // Not the driver: it would confirm more than the target holds.
                Map.entry("lsn.flush.mode", "connector"),
                Map.entry("slot.name", settings.slot()),
                Map.entry("publication.name", settings.slot()),
                Map.entry("publication.autocreate.mode", "disabled"),
                Map.entry("plugin.name", "pgoutput"),
                Map.entry("snapshot.mode", "no_data"),
                Map.entry("offset.storage", MEMORY),
                Map.entry("offset.flush.interval.ms", "0"),
                // TextConnector finds the ends of transactions at less cost.
                Map.entry("provide.transaction.metadata", "false"),
                Map.entry("tombstones.on.delete", "false"),
                // Not TRUNCATE either, as it would by default.
                Map.entry("skipped.operations", "none"),
                Map.entry("connector.class", TextConnector.class.getName()),
                Map.entry("converters", "text"),
                Map.entry("text.type", TextConverter.class.getName()),
                Map.entry("text." + TextConverter.SLOT, settings.slot()),
                // The job's own retry starts from the target's position.
                Map.entry("errors.max.retries", "0"),
                Map.entry("retriable.restart.connector.wait.ms", "10"),
                Map.entry("slot.max.retries", "0")));
        properties.put(
                "status.update.interval.ms",
                Integer.toString(Math.min(configuration.getStatusUpdateIntervalMs(), LONGEST_STATUS_MILLIS)));
        // Debezium reads the columns of all tables that are not excluded.
        properties.put(
                "table.exclude.list",
                tables.columnsAlike().keySet().stream()
                        .map(DebeziumCaptureEndpoint::pattern)
                        .collect(Collectors.joining(",")));
        properties.putIfAbsent("heartbeat.action.query", tables.heartbeatQuery());
        // The engine reads ahead while a batch is applied, but only so far.
        return new DebeziumStream(
                properties,
                keys,
                reading,
                settings.slot(),
                4 * settings.batchLimits().bytes(),
                kind -> settings.source().connect(settings.job(), kind));
    }

    private static String pattern(TableName table) {
        return "(?-i)" + (table.schema() + "." + table.table()).replaceAll("([^\\p{Alnum}_])", "\\\\$1");
    }

    private static Properties connection(Server source, String slot) {
        Properties properties = new Properties();
        // The job connects, where it likes: Debezium would refuse an IPv6 address.
        properties.setProperty("database.hostname", source.role());
        properties.setProperty("database.port", Integer.toString(source.port()));
        properties.setProperty("database.dbname", source.database());
        properties.setProperty("database.user", source.user());
        properties.setProperty("database.password", source.password());
        properties.setProperty("database.connection.factory.class", ExactConnections.class.getName());
        properties.setProperty("database." + ExactConnections.SLOT, slot);
        return properties;
    }

    @Override
    public PostgresConnectorEmbeddedDebeziumConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public void setConfiguration(PostgresConnectorEmbeddedDebeziumConfiguration configuration) {
        this.configuration = configuration;
    }
}
