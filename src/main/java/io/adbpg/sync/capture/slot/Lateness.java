package io.adbpg.sync.capture.slot;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures how late transactions arrive, relative to the fastest one of the last minutes. So the clocks of source and
 * job need not agree: the delay that all transactions share counts as the difference between the clocks.
 */
final class Lateness {
    private static final long PERIOD_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final LongSupplier clockMillis;
    private long periodEnd;
    private long soonest = Long.MAX_VALUE;
    private long soonestBefore = Long.MAX_VALUE;

    /** @param clockMillis the job's clock */
    Lateness(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /**
     * Returns how late a transaction is that arrives now, in ms.
     *
     * @param committedAt when it was committed, by the source's clock
     */
    long millis(Instant committedAt) {
        long now = clockMillis.getAsLong();
        if (now >= periodEnd) {
            periodEnd = now + PERIOD_MILLIS;
            soonestBefore = soonest;
            soonest = Long.MAX_VALUE;
        }
        long delay = now - committedAt.toEpochMilli();
        soonest = Math.min(soonest, delay);
        return delay - Math.min(soonest, soonestBefore);
    }
}
