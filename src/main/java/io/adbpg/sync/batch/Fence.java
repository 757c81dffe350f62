package io.adbpg.sync.batch;

import io.adbpg.sync.failure.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops the stream for a moment at a position: there the target holds exactly what the source had committed.
 *
 * <p>The caller raises the fence, gets a position from the source, passes it to {@link #stopAt}, and waits. If the stream is
 * past the position by then, the caller raises the fence again, this time with the stream waiting for the position.
 */
public final class Fence {
    private Runnable attach;
    private long passed;
    private Wait waiting;
    /** Whether each transaction must be a batch of its own. */
    private volatile boolean up;

    /** What the stream's thread does while the stream is stopped. */
    @FunctionalInterface
    public interface Moment {
        /**
         * Uses the moment. The stream goes on when this returns or throws.
         *
         * @param isOpen whether the job's connection has an open transaction, with pieces of a later source transaction
         */
        void use(boolean isOpen) throws Exception;
    }

    /** How a wait ended. */
    public enum Outcome {
        /** The moment was used. */
        REACHED,
        /** The stream had passed the position, or a batch reached across it. */
        MISSED,
        /** The session ended before. */
        INTERRUPTED
    }

    /** A caller that waits: for which position, and with what outcome. */
    private static final class Wait {
        private final long waitsUntil;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private long position;
        private Moment moment;
        private boolean isUsed;

        private Wait(long waitsUntil) {
            this.waitsUntil = waitsUntil;
        }
    }

    /**
     * Raises the fence. The caller must lower it by {@link #lower()}.
     *
     * @param longestWait how long the stream waits for {@link #stopAt} before it passes a transaction; zero if it does not
     * @return false if no session streams just now
     * @throws Refusal if another caller has raised the fence
     */
    public synchronized boolean raise(Duration longestWait) {
        if (attach == null) {
            return false;
        }
        if (waiting != null) {
            throw Refusal.of("the stream is being waited for by somebody else");
        }
        waiting = new Wait(System.nanoTime() + longestWait.toNanos());
        up = longestWait.toNanos() > 0;
        return true;
    }

    /**
     * Stops the stream when the target holds all transactions that end at or before a position, and no others. Returns at
     * once.
     */
    public synchronized void stopAt(long position, Moment moment) {
        waiting.position = position;
        waiting.moment = moment;
        if (passed > position) {
            waiting.outcome.complete(Outcome.MISSED);
            up = false;
        } else {
            up = true;
        }
        notifyAll();
    }

    /**
     * Waits until the moment is used or missed, or the session ends.
     *
     * @throws Refusal if that takes longer than the limit
     * @throws Exception what {@link Moment#use} threw
     */
    public Outcome await(Duration limit) throws Exception {
        Wait wait;
        synchronized (this) {
            wait = waiting;
        }
        try {
            return wait.outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return giveUp(wait, limit);
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private Outcome giveUp(Wait wait, Duration limit) throws Exception {
        synchronized (this) {
            if (!wait.isUsed) {
                wait.outcome.completeExceptionally(Refusal.of(
                        "the job did not reach the source's position within {0} s: ask again when it is in step",
                        limit.toSeconds()));
            }
        }
        try {
            return wait.outcome.get();
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private static Exception cause(ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    /** Lets the stream go on. */
    public synchronized void lower() {
        up = false;
        waiting = null;
        notifyAll();
    }

    /**
     * Starts to serve callers: a session streams.
     *
     * @param attachThread run by the stream's thread before it uses a moment
     */
    public synchronized void begin(Runnable attachThread) {
        attach = attachThread;
        passed = 0;
    }

    /** Stops serving, since the session has ended. */
    public synchronized void end() {
        attach = null;
        up = false;
        if (waiting != null && !waiting.isUsed) {
            waiting.outcome.complete(Outcome.INTERRUPTED);
        }
        notifyAll();
    }

    /** Whether each transaction must be applied by itself, and idle positions reported at once. */
    boolean isUp() {
        return up;
    }

    /**
     * Lets a transaction pass, after the moment if that is due before it.
     *
     * @param lsn where the transaction ends
     * @param hasChanges whether it changes captured rows
     * @param isExact whether the target holds all transactions before it
     * @param isOpen whether pieces of it have been applied
     */
    void pass(long lsn, boolean hasChanges, boolean isExact, boolean isOpen) throws InterruptedException {
        Wait wait;
        Runnable thread;
        synchronized (this) {
            if (hasChanges) {
                awaitPosition();
                passed = lsn;
            }
            wait = waiting;
            thread = attach;
            if (wait == null || wait.moment == null || lsn <= wait.position || wait.outcome.isDone()) {
                return;
            }
            up = false;
            if (!isExact) {
                wait.outcome.complete(Outcome.MISSED);
                return;
            }
            wait.isUsed = true;
        }
        use(wait, thread, isOpen);
    }

    private void awaitPosition() throws InterruptedException {
        Wait current = waiting;
        while (current != null && current == waiting && attach != null && current.moment == null) {
            long left = current.waitsUntil - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private static void use(Wait wait, Runnable thread, boolean isOpen) {
        try {
            thread.run();
            wait.moment.use(isOpen);
            wait.outcome.complete(Outcome.REACHED);
        } catch (Exception e) {
            wait.outcome.completeExceptionally(e);
        } catch (Error e) {
            wait.outcome.completeExceptionally(e);
            throw e;
        }
    }
}
