package io.adbpg.sync.capture.pgoutput;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The messages that were read from the slot and are still to be decoded: a bounded store between two threads. */
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
     * Messages, one after the other.
     *
     * @param bytes about how much memory they take
     * @param commits how many transactions end in here
     */
    record Chunk(List<ByteBuffer> messages, long bytes, int commits) {}

    /** @param maxBytes about how much memory the messages may take */
    ReadAhead(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds what was read. */
    synchronized void add(Chunk chunk) {
        chunks.add(chunk);
        bytes += chunk.bytes;
        commits += chunk.commits;
        isQuiet = false;
        notifyAll();
    }

    /**
     * Notes that nothing more is at hand now.
     *
     * @param position up to which the source has sent everything
     */
    synchronized void quiet(long position) {
        if (!isQuiet) {
            isQuiet = true;
            notifyAll();
        }
        quietPosition = position;
    }

    /** Notes that nothing will come any more, and why. */
    synchronized void fail(Exception why) {
        failure = why;
        notifyAll();
    }

    /** Waits until there is room; returns false if there is none yet after so many milliseconds. */
    synchronized boolean awaitRoom(long millis) throws InterruptedException {
        await(() -> bytes < maxBytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        return bytes < maxBytes;
    }

    /**
     * Waits for the next messages. Those of the last call take no memory any more, which they have done until now.
     *
     * @return null if none came for so many milliseconds
     * @throws Exception what {@link #fail} was told, when all messages are taken
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
     * Waits for the end of another transaction as long as more is coming in; returns whether one is here.
     *
     * @param nanoTime until when
     * @param pauseNanos how long nothing may come in
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

    /** Whether messages are here that were not taken, or are still coming in. */
    synchronized boolean hasMore() {
        return !chunks.isEmpty() || !isQuiet;
    }

    /** The position up to which all messages were taken; 0 if that is not known. */
    synchronized long emptyUpTo() {
        return chunks.isEmpty() && isQuiet ? quietPosition : 0;
    }

    /** Ends all waiting. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
