package io.adbpg.sync.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** How far the load of a table is. Written by several threads, read by any. */
public final class LoadProgress {
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final long expectedRows;
    private final long expectedBytes;
    private final Clock clock;
    private final Instant start;
    private volatile Instant end;

    /**
     * A load that begins now.
     *
     * @param expectedRows how many rows the source's statistics promise; 0 or less if it has none
     * @param expectedBytes the size of the table on the source's disk, for a source without statistics
     */
    public LoadProgress(long expectedRows, long expectedBytes, Clock clock) {
        this.expectedRows = expectedRows;
        this.expectedBytes = expectedBytes;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Adds rows that were read. */
    public void add(long moreRows, long moreBytes) {
        rows.add(moreRows);
        bytes.add(moreBytes);
    }

    /** Notes that all is there. */
    public void finish() {
        end = clock.instant();
    }

    /** Whether all is there. */
    public boolean isFinished() {
        return end != null;
    }

    /** How many rows were read. */
    public long rows() {
        return rows.sum();
    }

    /** How many bytes they had, as COPY's text. */
    public long bytes() {
        return bytes.sum();
    }

    /** About which share is done: 0 to 1, and 1 at the end only. */
    public double share() {
        if (end != null) {
            return 1;
        }
        double share =
                expectedRows > 0 ? (double) rows() / expectedRows : (double) bytes() / Math.max(1, expectedBytes);
        return Math.min(share, 0.99);
    }

    /** How long it has taken. */
    public Duration elapsed() {
        return Duration.between(start, end == null ? clock.instant() : end);
    }

    /** About how long the rest takes; empty while that can't be told. */
    public Optional<Duration> rest() {
        double share = share();
        if (share < 0.01) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed().toMillis() * (1 - share) / share)));
    }

    /** Rows, size and time, such as {@code 120000 rows, 14.2 MB, in 0.9 s}. */
    public String summary() {
        return String.format(
                "%d rows, %.1f MB, in %.1f s", rows(), bytes() / 1e6, elapsed().toMillis() / 1e3);
    }

    /** Rows, share and rest, such as {@code 120000 rows, 60%, 4 s left}. */
    @Override
    public String toString() {
        return rows() + " rows, " + Math.round(100 * share()) + "%"
                + rest().filter(rest -> end == null)
                        .map(rest -> ", " + (rest.toMillis() + 999) / 1000 + " s left")
                        .orElse("");
    }
}
