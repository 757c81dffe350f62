package io.adbpg.sync.operate;

import java.time.Instant;

/** Delay and throughput at one moment. */
public record Sample(Instant time, long delayMillis, double changesPerSecond) {}
