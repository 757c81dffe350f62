package io.adbpg.sync.capture.slot;

import io.adbpg.sync.capture.CaptureConsumers;
import io.adbpg.sync.capture.ChangeStreams;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint whose stream reads the job's slot by pgjdbc; source and slot come from the job's settings. */
public abstract class SlotEndpoint extends DefaultEndpoint implements ChangeStreams {
    private int statusUpdateIntervalMs = 1000;
    private int heartbeatIntervalMs = 10_000;

    /** An endpoint of a component. */
    protected SlotEndpoint(String uri, Component component) {
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
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = CaptureConsumers.of(this, processor, this);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        String scheme = getEndpointUri().replaceFirst(":.*", "");
        throw new UnsupportedOperationException(scheme + ": can only be read from, as in from: " + scheme + ":job");
    }
}
