package io.adbpg.sync.capture.pgoutput;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells how late transactions come in, beside the soonest of the last minutes. So the clocks of source and job need not agree:
 * what all transactions have in common is taken for the clocks' difference.
 */
final class Lateness {
    private static final long PERIOD_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final LongSupplier clockMillis;
    private long periodEnd;
    private long soonest = Long.MAX_VALUE;
    private long soonestBefore = Long.MAX_VALUE;

    /** @param clockMillis the time of this machine */
    Lateness(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /**
     * How late a transaction is that comes in now, in ms.
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
