package io.adbpg.sync.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The progress of a table's load. Thread-safe. */
public final class LoadProgress {
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final long expectedRows;
    private final long expectedBytes;
    private final Clock clock;
    private volatile Instant start;
    private volatile Instant end;

    /**
     * The progress of a load that waits for its turn.
     *
     * @param expectedRows the number of rows by the source's statistics; 0 or less if it has none
     * @param expectedBytes the table's size on the source's disk, used without statistics
     */
    public LoadProgress(long expectedRows, long expectedBytes, Clock clock) {
        this.expectedRows = expectedRows;
        this.expectedBytes = expectedBytes;
        this.clock = clock;
    }

    /** Starts the clock, at the first call. */
    public synchronized void begin() {
        if (start == null) {
            start = clock.instant();
        }
    }

    /** Whether the load has had its turn. */
    public boolean isBegun() {
        return start != null;
    }

    /** Adds rows that were read. */
    public void add(long moreRows, long moreBytes) {
        rows.add(moreRows);
        bytes.add(moreBytes);
    }

    /** Forgets the rows that were read: they are read once more. */
    public void restart() {
        rows.reset();
        bytes.reset();
    }

    /** Notes that the load is complete. */
    public void finish() {
        end = clock.instant();
    }

    /** Whether the load is complete. */
    public boolean isFinished() {
        return end != null;
    }

    /** Returns how many rows were read. */
    public long rows() {
        return rows.sum();
    }

    /** Returns how many bytes were read, in COPY's text format. */
    public long bytes() {
        return bytes.sum();
    }

    /** Returns about which share is done, from 0 to 1; 1 only when the load is complete. */
    public double share() {
        if (end != null) {
            return 1;
        }
        double share =
                expectedRows > 0 ? (double) rows() / expectedRows : (double) bytes() / Math.max(1, expectedBytes);
        return Math.min(share, 0.99);
    }

    /** Returns how long the load has taken since it had its turn. */
    public Duration elapsed() {
        if (start == null) {
            return Duration.ZERO;
        }
        return Duration.between(start, end == null ? clock.instant() : end);
    }

    /** Returns about how long the rest will take; empty while that can't be estimated. */
    public Optional<Duration> rest() {
        double share = share();
        if (share < 0.01) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed().toMillis() * (1 - share) / share)));
    }

    /** Returns rows, size and time, such as {@code 120000 rows, 14.2 MB, in 0.9 s}. */
    public String summary() {
        return String.format(
                "%d rows, %.1f MB, in %.1f s", rows(), bytes() / 1e6, elapsed().toMillis() / 1e3);
    }

    /** Returns rows, share and rest, such as {@code 120000 rows, 60%, 4 s left}. */
    @Override
    public String toString() {
        return rows() + " rows, " + Math.round(100 * share()) + "%"
                + rest().filter(rest -> end == null)
                        .map(rest -> ", " + (rest.toMillis() + 999) / 1000 + " s left")
                        .orElse("");
    }
}
