package io.adbpg.sync.quarantine;

/**
 * How many changes are quarantined, and their numbers. The stream and the parts of a load quarantine changes at the same time,
 * each in a transaction of its own, so none of them can tell either from the table alone.
 */
public final class QuarantineTally {
    private boolean isKnown;
    private long counted;
    /** What loads have added since, or removed. */
    private long byLoads;
    /** What loads are about to add. */
    private int reserved;

    private long lastOfStream;
    private long lastOfLoads;

    /** How many changes are quarantined, as far as they are committed. */
    synchronized long size() {
        return counted + byLoads;
    }

    /** What loads have added since the table was {@linkplain #noteTable read}; negative if they have removed more. */
    synchronized long byLoads() {
        return byLoads;
    }

    /** Notes how many changes there are, but for what loads have added or removed. */
    synchronized void count(long now) {
        counted = now;
    }

    /**
     * Notes what the table holds.
     *
     * @param last the greatest number of a change; 0 if there is none
     * @param seen what {@link #byLoads} was before the table was read
     */
    synchronized void noteTable(long count, long last, long seen) {
        isKnown = true;
        counted = count;
        byLoads -= seen;
        lastOfStream = last;
    }

    /** Notes what the table holds if nobody has read it yet. */
    synchronized void noteTableAtFirst(long count, long last) {
        if (!isKnown) {
            noteTable(count, last, 0);
        }
    }

    /** Notes that a load has added changes, which are committed, or removed some. */
    synchronized void addByLoad(int change) {
        byLoads += change;
    }

    /** Reserves room for a change that a load is to add; returns false if there are {@code most} already. */
    synchronized boolean reserve(int most) {
        if (counted + byLoads + reserved >= most) {
            return false;
        }
        reserved++;
        return true;
    }

    /** Gives reserved room back. */
    synchronized void release(int count) {
        reserved -= count;
    }

    /** The greatest number that a change has. */
    synchronized long last() {
        return Math.max(lastOfStream, lastOfLoads);
    }

    /** Numbers changes of the stream; returns the number of the first one. */
    synchronized long number(int count) {
        lastOfStream = last() + count;
        return lastOfStream - count + 1;
    }

    /** Numbers changes of a load; they keep their numbers when the stream's transaction is rolled back. */
    synchronized long numberForLoad(int count) {
        lastOfLoads = last() + count;
        return lastOfLoads - count + 1;
    }
}
