package io.adbpg.sync.capture.slot;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A bounded queue of messages between the thread that reads the slot and the one that decodes. */
final class ReadAhead {
    private final long maxBytes;
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private long bytes;
    private long bytesTaken;
    private int commits;
    private boolean isQuiet;
    private long quietPosition;
    private Exception failure;
    private boolean closed;

    /**
     * Messages in order.
     *
     * @param bytes about how much memory they take
     * @param commits how many transactions end in them
     * @param readBy when all had been read, by {@link System#nanoTime()}
     */
    record Chunk(List<ByteBuffer> messages, long bytes, int commits, long readBy) {}

    /** @param maxBytes about how much memory the messages may take */
    ReadAhead(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds messages that were read. */
    synchronized void add(Chunk chunk) {
        chunks.add(chunk);
        bytes += chunk.bytes;
        commits += chunk.commits;
        isQuiet = false;
        notifyAll();
    }

    /**
     * Notes that nothing more has arrived.
     *
     * @param position the position up to which the source has sent everything
     */
    synchronized void quiet(long position) {
        if (!isQuiet) {
            isQuiet = true;
            notifyAll();
        }
        quietPosition = position;
    }

    /** Notes that reading has failed: nothing more will come. */
    synchronized void fail(Exception why) {
        failure = why;
        notifyAll();
    }

    /** Waits up to so many milliseconds for room; returns whether there is room. */
    synchronized boolean awaitRoom(long millis) throws InterruptedException {
        await(() -> bytes < maxBytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        return bytes < maxBytes;
    }

    /**
     * Waits for the next messages. The memory of those that the last call returned counts as free from now on.
     *
     * @return null if none came within so many milliseconds
     * @throws Exception the failure that {@link #fail} got, once all messages are taken
     */
    synchronized Chunk take(long millis) throws Exception {
        bytes -= bytesTaken;
        bytesTaken = 0;
        notifyAll();
        await(() -> !chunks.isEmpty() || failure != null, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        Chunk chunk = chunks.poll();
        if (chunk != null) {
            bytesTaken = chunk.bytes;
            commits -= chunk.commits;
        } else if (failure != null) {
            throw failure;
        }
        return chunk;
    }

    /**
     * Waits for the end of another transaction while messages come in; returns whether one has arrived.
     *
     * @param nanoTime until when, by {@link System#nanoTime()}
     * @param pauseNanos how long a pause may last
     */
    synchronized boolean awaitCommit(long nanoTime, long pauseNanos) throws InterruptedException {
        do {
            await(() -> isQuiet || isCommitOver(), nanoTime);
            await(() -> !isQuiet || isCommitOver(), Math.min(nanoTime, System.nanoTime() + pauseNanos));
        } while (!isQuiet && !isCommitOver() && !closed && System.nanoTime() < nanoTime);
        return commits > 0;
    }

    private boolean isCommitOver() {
        return commits > 0 || bytes >= maxBytes || failure != null;
    }

    private synchronized void await(BooleanSupplier over, long nanoTime) throws InterruptedException {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !over.getAsBoolean() && !closed) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = nanoTime - System.nanoTime();
        }
    }

    /** Whether messages are waiting to be taken, or still coming in. */
    synchronized boolean hasMore() {
        return !chunks.isEmpty() || !isQuiet;
    }

    /** Returns the position up to which all messages were taken; 0 if that is not known. */
    synchronized long emptyUpTo() {
        return chunks.isEmpty() && isQuiet ? quietPosition : 0;
    }

    /** Ends every wait. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
