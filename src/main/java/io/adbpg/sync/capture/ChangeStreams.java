package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.settings.Settings;

/** How a capture endpoint opens its stream: what tells one capture from another. */
@FunctionalInterface
public interface ChangeStreams {
    /**
     * Opens a stream on the job's slot; it reads nothing before it is run.
     *
     * @param tables the captured tables
     * @param keys what their rows are told apart by
     * @param truncates whether TRUNCATE is wanted
     */
    ChangeStream open(Settings settings, SourceTables tables, KeyColumns keys, boolean truncates);
}
