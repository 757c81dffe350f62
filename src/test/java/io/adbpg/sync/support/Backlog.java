package io.adbpg.sync.support;

import io.adbpg.sync.catalog.Lsn;

/** How far a job's target is behind its source: whoever asks again and again is told what was seen a moment ago. */
public final class Backlog {
    // Each look opens connections, for which a server starts processes.
    private static final long MOMENT_NANOS = 100_000_000;

    private static final long BYTES_OF_MANY_HEARTBEATS = 65_536;

    private final TestDatabase source;
    private final TestDatabase target;
    private final String positionTable;
    private String lsn;
    private long bytes;
    private long lookedAt = System.nanoTime() - MOMENT_NANOS;

    /** @param positionTable where the job writes how far it is; need not be there yet */
    public Backlog(TestDatabase source, TestDatabase target, String positionTable) {
        this.source = source;
        this.target = target;
        this.positionTable = positionTable;
    }

    /**
     * In bytes of the source's WAL, from the last position that the target was known to hold, if it is away; 0 if it holds no
     * position yet.
     */
    public synchronized long bytes() {
        if (System.nanoTime() - lookedAt >= MOMENT_NANOS) {
            try {
                lsn = knowsPosition() ? target.look("SELECT lsn FROM " + positionTable) : null;
            } catch (IllegalStateException e) {
                // It is away: what is written meanwhile counts.
            }
            bytes = lsn == null ? 0 : Lsn.parse(source.walEnd()) - Lsn.parse(lsn);
            lookedAt = System.nanoTime();
        }
        return bytes;
    }

    /** What a position comes to only by more than the messages of an idle job, which go on for ever. */
    static long beyondHeartbeats(long lsn) {
        return lsn / BYTES_OF_MANY_HEARTBEATS;
    }

    /** Whether the target holds a position, so that no change is missed from now on. */
    public boolean knowsPosition() {
        return target.look("SELECT to_regclass('" + positionTable + "') IS NOT NULL")
                        .equals("t")
                && target.look("SELECT count(lsn) FROM " + positionTable).equals("1");
    }
}
