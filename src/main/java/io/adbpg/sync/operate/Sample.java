package io.adbpg.sync.operate;

import java.time.Instant;

/**
 * Delay and throughput at one moment, or of a minute.
 *
 * @param delayMillis the delay, or the longest of the minute; null where it was not known
 * @param changesPerSecond the throughput, or the minute's mean
 */
public record Sample(Instant time, Long delayMillis, double changesPerSecond) {}
