package io.adbpg.sync.capture.slot;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Decides how long the transactions that were decoded since the last batch may wait for others. */
final class PendingBatch {
    /** How long a transaction may wait for others while these come in. */
    private static final long LONGEST_MILLIS = 50;
    /** How long a late transaction may wait, at a tenth of its delay: larger batches catch up faster. */
    private static final long LONGEST_LATE_MILLIS = 1000;
    /** How long a late transaction waits while the source pauses, at a hundredth of its delay. */
    private static final long LONGEST_PAUSE_MILLIS = 20;

    private final Lateness lateness = new Lateness(System::currentTimeMillis);
    private boolean holdsTransaction;
    private long deadline;
    private long pauseNanos;

    /**
     * Notes the end of a transaction.
     *
     * @param committedAt when it was committed, by the source's clock
     */
    void endTransaction(Instant committedAt) {
        if (!holdsTransaction) {
            holdsTransaction = true;
            long late = lateness.millis(committedAt);
            long wait = Math.max(LONGEST_MILLIS, Math.min(late / 10, LONGEST_LATE_MILLIS));
            deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
            long pause = Math.min(late / 100, LONGEST_PAUSE_MILLIS);
            pauseNanos = TimeUnit.MILLISECONDS.toNanos(pause);
        }
    }

    /** Whether the first transaction has waited long enough for others. */
    boolean isLate() {
        return System.nanoTime() >= deadline;
    }

    /** Returns until when, by {@link System#nanoTime()}, the first transaction may wait for others. */
    long deadline() {
        return deadline;
    }

    /** Returns how long the source may pause before the transactions are applied. */
    long pauseNanos() {
        return pauseNanos;
    }

    /** Starts the next batch. */
    void clear() {
        holdsTransaction = false;
    }
}
