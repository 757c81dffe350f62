package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.CaptureConsumers;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint {@code pgoutput:job}; source, slot and publication come from the job's settings. */
public final class PgOutputEndpoint extends DefaultEndpoint implements ChangeStreams {
    private int statusUpdateIntervalMs = 1000;
    private int heartbeatIntervalMs = 10_000;

    PgOutputEndpoint(String uri, PgOutputComponent component) {
        super(uri, component);
    }

    /** How often the source hears that the job is alive; must be less than half of its {@code wal_sender_timeout}. */
    public void setStatusUpdateIntervalMs(int statusUpdateIntervalMs) {
        this.statusUpdateIntervalMs = statusUpdateIntervalMs;
    }

    /** See {@link #setStatusUpdateIntervalMs}. */
    public int getStatusUpdateIntervalMs() {
        return statusUpdateIntervalMs;
    }

    /** How often the position moves on although no captured table changes. */
    public void setHeartbeatIntervalMs(int heartbeatIntervalMs) {
        this.heartbeatIntervalMs = heartbeatIntervalMs;
    }

    /** See {@link #setHeartbeatIntervalMs}. */
    public int getHeartbeatIntervalMs() {
        return heartbeatIntervalMs;
    }

    @Override
    public ChangeStream open(Settings settings, SourceTables tables, KeyColumns keys, SlotReading reading) {
        return new PgOutputStream(settings, keys, reading, statusUpdateIntervalMs, heartbeatIntervalMs);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = CaptureConsumers.of(this, processor, this);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("pgoutput: can only be read from, as in from: pgoutput:job");
    }
}
