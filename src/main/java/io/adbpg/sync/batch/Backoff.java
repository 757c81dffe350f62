package io.adbpg.sync.batch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits between two attempts, twice as long each time up to a limit. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** Begins again with the shortest pause. */
    public synchronized void reset() {
        next = first;
    }

    /** Ends a pause. */
    public synchronized void wake() {
        notifyAll();
    }

    /** Waits, until woken if the condition then holds. */
    public synchronized void pause(BooleanSupplier over) {
        long deadline = System.nanoTime() + next.toNanos();
        next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
        try {
            long left = deadline - System.nanoTime();
            while (left > 0 && !over.getAsBoolean()) {
                wait(Math.max(1, left / 1_000_000));
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
