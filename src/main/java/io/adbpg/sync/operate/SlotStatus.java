package io.adbpg.sync.operate;

import java.util.OptionalLong;

/**
 * The job's replication slot on the source.
 *
 * @param walStatus such as {@code reserved}; null on a source that does not tell
 * @param heldBytes how much WAL the source keeps for it
 * @param limitBytes how much it may keep, if there is a limit
 * @param delayBytes how much WAL there is that the target was not confirmed to hold
 */
public record SlotStatus(
        String name, boolean active, String walStatus, long heldBytes, OptionalLong limitBytes, long delayBytes) {}
