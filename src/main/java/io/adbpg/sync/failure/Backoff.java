package io.adbpg.sync.failure;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The pauses between attempts: each lasts twice as long as the one before, up to a limit. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    /** Starts with a pause of {@code first} and doubles it up to {@code longest}. */
    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** Returns the length of the next pause, and doubles the one after it. */
    public synchronized Duration next() {
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause;
    }

    /** Returns to the shortest pause. */
    public synchronized void reset() {
        next = first;
    }

    /** Wakes a waiting {@link #pause}, which then looks at its condition again. */
    public synchronized void wake() {
        notifyAll();
    }

    /** Waits for the next pause; ends early if the condition is true at the start or after {@link #wake()}. */
    public synchronized void pause(BooleanSupplier over) {
        long deadline = System.nanoTime() + next().toNanos();
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
