package io.adbpg.sync.batch;

import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.RouteRefusal;
import io.adbpg.sync.fold.Batch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches in order. The last one may still be applied on another thread while the next one is assembled; never more
 * than one ahead. One thread calls all methods.
 *
 * <p>Until a transaction has ended beyond the position, the stream may be telling again what the target holds, which only
 * the commit shows. Pieces of such a transaction meet rows that have changed since, and may be refused for that. So at first
 * pieces are on trial: a refusal counts only if the target turns out to lack the transaction.
 */
public final class ApplyAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyAhead.class);
    /** SQL states of lost connections, and of servers that are full, end, or break down. */
    private static final Pattern UNABLE = Pattern.compile("08|53|57|58|XX");

    /** How long a batch that is larger than usual may take. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Batch.Handler handler;
    private final Executor executor;
    private FutureTask<Void> last;
    /** How much of a usual batch was applied in a nanosecond, of the last one. */
    private volatile double pace;

    private volatile long position;
    private boolean isOnTrial = true;
    /** Why a piece on trial was refused; no further ones are applied then. */
    private Exception refusedOnTrial;

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

    /**
     * Waits for the last batch, then starts to apply the next one.
     *
     * @param size how many times a usual batch it is
     */
    void begin(Batch batch, double size) throws Exception {
        settle();
        FutureTask<Void> task = new FutureTask<>(() -> {
            long begin = System.nanoTime();
            applyNow(batch);
            pace = size / (System.nanoTime() - begin);
            return null;
        });
        executor.execute(task);
        last = task;
    }

    private void applyNow(Batch batch) throws Exception {
        if (isOnTrial && !batch.complete()) {
            tryNow(batch);
            return;
        }
        handler.apply(batch);
        if (batch.complete()) {
            position = batch.lsn();
        }
    }

    private void tryNow(Batch piece) throws Exception {
        if (refusedOnTrial != null) {
            return;
        }
        try {
            handler.apply(piece);
        } catch (Exception e) {
            if (!isRefusal(e)) {
                throw e;
            }
            LOG.debug("a piece is refused, perhaps of a transaction that the target holds", e);
            refusedOnTrial = e;
        }
    }

    /** Whether the target, or a route, has refused rows, as opposed to a target that can't take any. */
    private static boolean isRefusal(Exception failure) {
        if (failure instanceof SessionOver
                || Causes.find(failure, Refusal.class) != null
                || RouteRefusal.of(failure) != null) {
            return true;
        }
        PSQLException sql = Causes.find(failure, PSQLException.class);
        return sql != null
                && sql.getServerErrorMessage() != null
                && !UNABLE.matcher(sql.getSQLState()).lookingAt();
    }

    /**
     * Ends the trial, since the target lacks the transaction that ends now.
     *
     * @throws Exception why a piece of it was refused
     */
    void endTrial() throws Exception {
        if (isOnTrial) {
            settle();
            if (refusedOnTrial != null) {
                throw refusedOnTrial;
            }
            isOnTrial = false;
        }
    }

    /** Forgets that a piece on trial was refused, since all its transaction's are rolled back. */
    void forgetTrial() {
        refusedOnTrial = null;
    }

    /** Whether a batch is still being applied. */
    boolean isBusy() {
        return last != null && !last.isDone();
    }

    /**
     * How many times a usual batch the next one may hold by now. As long as the last one is being applied, the target would not
     * begin any sooner with a smaller one, and fewer and larger batches cost less; but nobody who stops the job is to wait long
     * for one.
     */
    double growth() {
        return isBusy() ? pace * LONGEST_NANOS : 1;
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
