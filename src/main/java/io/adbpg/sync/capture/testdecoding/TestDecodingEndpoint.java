package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.slot.SlotEndpoint;
import io.adbpg.sync.capture.slot.SlotStream;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;

/** An endpoint {@code testdecoding:job}; source and slot come from the job's settings. */
public final class TestDecodingEndpoint extends SlotEndpoint {
    TestDecodingEndpoint(String uri, Component component) {
        super(uri, component);
    }

    /**
     * Returns streams that read a source as it can be read: by this capture if that is too old for the one of the capture route.
     *
     * @param route the endpoint of the capture route
     */
    public static ChangeStreams whereNeeded(Endpoint route, ChangeStreams streams) {
        return (settings, tables, keys, reading) -> {
            if (settings.capture(tables.version()) != Capture.TEST_DECODING || route instanceof TestDecodingEndpoint) {
                return streams.open(settings, tables, keys, reading);
            }
            SlotEndpoint own = new TestDecodingEndpoint(route.getEndpointUri(), null);
            if (route instanceof SlotEndpoint slot) {
                own.setStatusUpdateIntervalMs(slot.getStatusUpdateIntervalMs());
                own.setHeartbeatIntervalMs(slot.getHeartbeatIntervalMs());
            }
            return own.open(settings, tables, keys, reading);
        };
    }

    @Override
    public ChangeStream open(Settings settings, SourceTables tables, KeyColumns keys, SlotReading reading) {
        return new SlotStream(
                settings,
                new TextProtocol(Captured.of(tables)),
                keys,
                reading,
                getStatusUpdateIntervalMs(),
                getHeartbeatIntervalMs());
    }
}
