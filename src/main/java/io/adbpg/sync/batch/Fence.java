package io.adbpg.sync.batch;

import io.adbpg.sync.failure.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops the stream for a moment where the target holds exactly what the source had committed at a position.
 *
 * <p>Whoever wants that raises the fence, asks the source for a position, says it, and waits for the moment. By then the stream
 * may have gone past: then the fence is to be raised again, and to hold the stream meanwhile.
 */
public final class Fence {
    private Runnable attach;
    private long told;
    private Wait waiting;
    /** Whether somebody waits who needs each transaction to be a batch of its own. */
    private volatile boolean up;

    /** What is done at the moment, by the thread of the stream. */
    @FunctionalInterface
    public interface Moment {
        /**
         * Does it; the stream goes on when this returns, whatever becomes of it.
         *
         * @param isOpen whether a piece of a later transaction waits on the job's connection for its commit
         */
        void use(boolean isOpen) throws Exception;
    }

    /** What has become of a wait. */
    public enum Outcome {
        /** The moment was used. */
        REACHED,
        /** The stream was past the position already, or was not at a boundary there. */
        MISSED
    }

    /** One who waits: for what, and what has come of it. */
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
     * Raises the fence. It must be lowered again, by {@link #lower()}.
     *
     * @param hold how long the stream is to wait for {@link #stopAt} before it goes on with a transaction; zero if it is not to
     * @throws Refusal if there is no stream, or somebody else has raised it
     */
    public synchronized void raise(Duration hold) {
        if (attach == null) {
            throw new Refusal("the job applies no changes just now");
        }
        if (waiting != null) {
            throw new Refusal("the stream is being waited for by somebody else");
        }
        waiting = new Wait(System.nanoTime() + hold.toNanos());
        up = hold.toNanos() > 0;
    }

    /**
     * Says for which moment the stream is to stop: when the target holds all that ends at or before a position, and no
     * more.
     */
    public synchronized void stopAt(long position, Moment moment) {
        waiting.position = position;
        waiting.moment = moment;
        if (told > position) {
            waiting.outcome.complete(Outcome.MISSED);
            up = false;
        } else {
            up = true;
        }
        notifyAll();
    }

    /**
     * Waits until the moment was used or missed.
     *
     * @throws Refusal if it does not come within the limit, or the stream ends
     * @throws Exception what {@link Moment#use} has thrown
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
                wait.outcome.completeExceptionally(new Refusal("the job did not come to the source's position within "
                        + limit.toSeconds() + " s: ask again when it is in step"));
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

    /** Lets the stream go on as if nobody had waited. */
    public synchronized void lower() {
        up = false;
        waiting = null;
        notifyAll();
    }

    /** A stream begins. {@code thread} is run by its thread before a moment is used. */
    public synchronized void begin(Runnable thread) {
        attach = thread;
        told = 0;
    }

    /** The stream has ended: who waits is told. */
    public synchronized void end() {
        attach = null;
        up = false;
        if (waiting != null && !waiting.isUsed) {
            waiting.outcome.completeExceptionally(
                    new Refusal("the job was interrupted while it was waited for: ask again when it is in step"));
        }
        notifyAll();
    }

    /** Whether the target should be brought to each transaction's end, and idle positions be told at once. */
    boolean isUp() {
        return up;
    }

    /**
     * The stream is about to take a transaction as committed.
     *
     * @param lsn its end
     * @param hasChanges whether it has changed anything
     * @param isExact whether the target holds all that was committed before
     * @param isOpen whether a piece of the transaction was applied already
     */
    void pass(long lsn, boolean hasChanges, boolean isExact, boolean isOpen) throws InterruptedException {
        Wait wait;
        Runnable thread;
        synchronized (this) {
            if (hasChanges) {
                awaitPosition();
                told = lsn;
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
