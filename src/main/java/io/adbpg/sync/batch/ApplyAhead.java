package io.adbpg.sync.batch;

import io.adbpg.sync.fold.Batch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches one after the other: the last one that was begun may still be at work on another thread while the next is
 * read and folded. All its methods are called by one thread.
 */
public final class ApplyAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyAhead.class);

    private final Batch.Handler handler;
    private final Executor executor;
    private FutureTask<Void> last;
    private volatile long position;

    /**
     * @param position the position that the target holds
     * @param executor runs what is begun, one at a time
     */
    public ApplyAhead(Batch.Handler handler, long position, Executor executor) {
        this.handler = handler;
        this.position = position;
        this.executor = executor;
    }

    /** Applies a batch. */
    void apply(Batch batch) throws Exception {
        settle();
        applyNow(batch);
    }

    /** Begins to apply a batch, as soon as the one before is applied. */
    void begin(Batch batch) throws Exception {
        settle();
        FutureTask<Void> task = new FutureTask<>(() -> {
            applyNow(batch);
            return null;
        });
        executor.execute(task);
        last = task;
    }

    private void applyNow(Batch batch) throws Exception {
        handler.apply(batch);
        if (batch.complete()) {
            position = batch.lsn();
        }
    }

    /** Whether a batch that was begun is still being applied. */
    boolean isBusy() {
        return last != null && !last.isDone();
    }

    /** The position that the target holds by now. */
    long position() {
        return position;
    }

    /**
     * Waits until what was begun is applied.
     *
     * @return the position that the target holds then
     * @throws Exception what a batch has failed with: each time from then on
     */
    public long settle() throws Exception {
        if (last != null) {
            try {
                last.get();
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
            last = null;
        }
        return position;
    }

    private static Exception failure(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (Exception) cause;
    }

    /**
     * Waits until nothing is at work any more, however that ends, and also if it is interrupted: what follows closes the
     * connection, of which the rest of a batch must not find a new one.
     */
    @Override
    public void close() {
        boolean isInterrupted = false;
        while (last != null) {
            try {
                settle();
            } catch (InterruptedException e) {
                isInterrupted = true;
            } catch (Exception | Error e) {
                // Who has not heard of it meets it again in the next session.
                LOG.debug("the last batch failed", e);
                last = null;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
