package io.adbpg.sync.capture.pgoutput;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** What was told to the handler since it was flushed, and whether that is enough for a batch. */
final class Gathered {
    /** How long a transaction may wait for others to be applied with it, while they come in. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** About what the objects of a change take in memory. */
    private static final int CHANGE_SIZE = 160;

    private final int maxRows;
    private final long maxBytes;
    private int rows;
    private long bytes;
    private int completeRows;
    private long completeBytes;
    private int rowsOfLast;
    private long bytesOfLast;
    private boolean holdsTransaction;
    private long deadline;

    Gathered(int maxRows, long maxBytes) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    /** Counts a message. */
    void add(ByteBuffer message) {
        if (MessageDecoder.isChange(message)) {
            rows++;
            bytes += message.remaining() + CHANGE_SIZE;
        }
    }

    /** Notes that the transaction has ended. */
    void endTransaction() {
        rowsOfLast = rows - completeRows;
        bytesOfLast = bytes - completeBytes;
        completeRows = rows;
        completeBytes = bytes;
        if (!holdsTransaction) {
            holdsTransaction = true;
            deadline = System.nanoTime() + LONGEST_NANOS;
        }
    }

    /** Whether another transaction such as the last would be too much, or too late for the first. */
    boolean isEnough() {
        return rows + rowsOfLast >= maxRows || bytes + bytesOfLast >= maxBytes || System.nanoTime() >= deadline;
    }

    /** Until when, as {@link System#nanoTime()}, the first transaction may wait for others. */
    long deadline() {
        return deadline;
    }

    /** Begins again. */
    void clear() {
        rows = 0;
        bytes = 0;
        completeRows = 0;
        completeBytes = 0;
        holdsTransaction = false;
    }
}
