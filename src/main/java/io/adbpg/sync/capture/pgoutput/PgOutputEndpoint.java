package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.slot.SlotEndpoint;
import io.adbpg.sync.capture.slot.SlotStream;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;

/** An endpoint {@code pgoutput:job}; source, slot and publication come from the job's settings. */
public final class PgOutputEndpoint extends SlotEndpoint {
    PgOutputEndpoint(String uri, PgOutputComponent component) {
        super(uri, component);
    }

    @Override
    public ChangeStream open(Settings settings, SourceTables tables, KeyColumns keys, SlotReading reading) {
        return new SlotStream(
                settings,
                new PgOutputProtocol(settings.slot()),
                keys,
                reading,
                getStatusUpdateIntervalMs(),
                getHeartbeatIntervalMs());
    }
}
