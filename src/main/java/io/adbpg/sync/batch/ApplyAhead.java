package io.adbpg.sync.batch;

import io.adbpg.sync.fold.Batch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches in order. The last one may still be applied on another thread while the next one is assembled; never more
 * than one ahead. One thread calls all methods.
 */
public final class ApplyAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyAhead.class);

    private final Batch.Handler handler;
    private final Executor executor;
    private FutureTask<Void> last;
    private volatile long position;

    /**
     * @param position the position that the target holds
     * @param executor runs the batches that {@link #begin} gets
     */
    public ApplyAhead(Batch.Handler handler, long position, Executor executor) {
        this.handler = handler;
        this.position = position;
        this.executor = executor;
    }

    /** Applies a batch on the calling thread, after the last one. */
    void apply(Batch batch) throws Exception {
        settle();
        applyNow(batch);
    }

    /** Waits for the last batch, then starts to apply the next one. */
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

    /** Whether a batch is still being applied. */
    boolean isBusy() {
        return last != null && !last.isDone();
    }

    /** The position that the target holds now. */
    long position() {
        return position;
    }

    /**
     * Waits until the last batch is applied.
     *
     * @return the position that the target holds then
     * @throws Exception what the batch failed with, on this call and every later one
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
     * Waits until the last batch has ended, in success or failure, and even if the thread is interrupted: the caller closes
     * the connection next, and the rest of a batch must not run on a new one.
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
                // The next session meets the failure again.
                LOG.debug("the last batch failed", e);
                last = null;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
