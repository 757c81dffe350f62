package io.adbpg.sync.operate;

import java.time.Instant;

/** How the job did at one moment. */
public record Sample(Instant time, long delayMillis, double changesPerSecond) {}
