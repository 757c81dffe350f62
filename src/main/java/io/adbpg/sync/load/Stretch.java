package io.adbpg.sync.load;

import java.util.concurrent.TimeUnit;

/**
 * How much has gone into a COPY. One is full after a good second, but not before it is worth its round trip, and not later than
 * what is written in vain if the target refuses its first row may be.
 */
final class Stretch {
    private static final long LEAST_BYTES = 4 << 20;
    private static final long MOST_BYTES = 64 << 20;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How many bytes come between two looks at the clock. */
    private static final long LOOK_BYTES = 1 << 20;

    private final long begun = System.nanoTime();
    private long bytes;
    private long looked;
    private boolean isFull;

    /** Counts a row. */
    void add(int length) {
        bytes += length;
        if (bytes - looked >= LOOK_BYTES) {
            looked = bytes;
            isFull = bytes >= MOST_BYTES || (bytes >= LEAST_BYTES && System.nanoTime() - begun >= NANOS);
        }
    }

    /** Whether the COPY should be ended. */
    boolean isFull() {
        return isFull;
    }
}
