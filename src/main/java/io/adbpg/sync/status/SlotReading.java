package io.adbpg.sync.status;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How far the job has read its slot: when the transactions were committed that it has read and the target may not hold yet,
 * and when it last had read all that had come in. It outlives streams: what a broken stream has read is still there to be
 * applied. One thread at a time tells what it reads; any thread may ask.
 */
public final class SlotReading {
    /** Transactions committed within this time of one another count as one. */
    private static final long STEP_MILLIS = 20;

    private static final int MOST_MARKS = 10_000;
    private static final long NONE = Long.MIN_VALUE;

    /** The first of some transactions: its time of commit, and the end of the commit record before it. */
    private record Mark(long before, long millis) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long newestMark = NONE;
    private volatile long open = NONE;
    private volatile long lastCommit;
    private volatile long quiet = NONE;
    private volatile long met = NONE;
    private long forgotten;

    /**
     * A transaction begins.
     *
     * @param commitMillis when it was committed on the source, as {@link Instant#toEpochMilli}
     */
    public void begun(long commitMillis) {
        if (met == NONE) {
            met = System.currentTimeMillis();
        }
        open = commitMillis;
    }

    /**
     * A transaction was read to its end.
     *
     * @param lsn the end of its commit record
     * @param commitMillis when it was committed on the source, as {@link Instant#toEpochMilli}
     */
    public void committed(long lsn, long commitMillis) {
        // A new stream tells once more what the target doesn't hold.
        if (lsn > lastCommit) {
            if (newestMark == NONE || Math.abs(commitMillis - newestMark) >= STEP_MILLIS) {
                mark(lastCommit, commitMillis);
            }
            lastCommit = lsn;
        }
        open = NONE;
    }

    private synchronized void mark(long before, long millis) {
        marks.addLast(new Mark(before, millis));
        newestMark = millis;
        if (marks.size() > MOST_MARKS) {
            thin();
        }
    }

    private void thin() {
        boolean drops = false;
        for (Iterator<Mark> all = marks.iterator(); all.hasNext(); drops = !drops) {
            all.next();
            if (drops) {
                all.remove();
            }
        }
    }

    /** All that had come in was read, and no transaction is open. */
    public void quiet(Instant now) {
        if (met == NONE) {
            met = now.toEpochMilli();
        }
        if (open == NONE) {
            quiet = now.toEpochMilli();
        }
    }

    /** A stream has ended, perhaps within a transaction, which the next one tells from its begin. */
    public void ended() {
        met = NONE;
        open = NONE;
    }

    /**
     * A stream is about to begin. Where it begins before what the target held already, what was read of that has been
     * forgotten, and it is told anew.
     *
     * @param held the target's position
     */
    public synchronized void begins(long held) {
        ended();
        if (held < forgotten) {
            marks.clear();
            newestMark = NONE;
            lastCommit = 0;
            quiet = NONE;
            forgotten = held;
        }
    }

    /** Since when the stream is known to be read; null if none is. */
    public Instant metAt() {
        return instant(met);
    }

    /** When all that had come in was read last; null if never. */
    public Instant quietAt() {
        return instant(quiet);
    }

    private static Instant instant(long millis) {
        return millis == NONE ? null : Instant.ofEpochMilli(millis);
    }

    /**
     * When the oldest transaction that was read and that the target lacks was committed on the source, or up to 20 ms before.
     *
     * @param held the target's position
     * @return null if the target holds all
     */
    public synchronized Instant oldestBeyond(long held) {
        while (marks.size() > 1 && second().before() <= held) {
            marks.removeFirst();
        }
        forgotten = Math.max(forgotten, held);
        if (lastCommit > held && !marks.isEmpty()) {
            return Instant.ofEpochMilli(marks.getFirst().millis());
        }
        return instant(open);
    }

    private Mark second() {
        Iterator<Mark> all = marks.iterator();
        all.next();
        return all.next();
    }
}
