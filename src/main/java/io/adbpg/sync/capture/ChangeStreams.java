package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;

/** Opens the streams of a capture endpoint: the one point where captures differ. */
@FunctionalInterface
public interface ChangeStreams {
    /**
     * Opens a stream on the job's slot, which reads nothing before {@link ChangeStream#run}.
     *
     * @param tables the captured tables
     * @param keys looks up the key columns of their rows
     * @param reading is told how far the slot was read
     */
    ChangeStream open(Settings settings, SourceTables tables, KeyColumns keys, SlotReading reading);
}
