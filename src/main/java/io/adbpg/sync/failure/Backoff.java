package io.adbpg.sync.failure;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The pauses between attempts: each is twice as long as the one before, up to a limit. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    /** Pauses that begin with {@code first} and grow up to {@code longest}. */
    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** How long the next pause is; the one after it is longer. */
    public synchronized Duration next() {
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause;
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
