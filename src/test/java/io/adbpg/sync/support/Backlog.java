package io.adbpg.sync.support;

/** How far a job's target is behind its source: whoever asks again and again is told what was seen a moment ago. */
public final class Backlog {
    // Each look opens connections, for which a server starts processes.
    private static final long MOMENT_NANOS = 100_000_000;

    private final TestDatabase source;
    private final TestDatabase target;
    private final String positionTable;
    private long bytes;
    private long lookedAt = System.nanoTime() - MOMENT_NANOS;

    /** @param positionTable where the job writes how far it is; need not be there yet */
    public Backlog(TestDatabase source, TestDatabase target, String positionTable) {
        this.source = source;
        this.target = target;
        this.positionTable = positionTable;
    }

    /** In bytes of the source's WAL; 0 if the target holds no position yet. */
    public synchronized long bytes() {
        if (System.nanoTime() - lookedAt >= MOMENT_NANOS) {
            bytes = knowsPosition() ? look() : 0;
            lookedAt = System.nanoTime();
        }
        return bytes;
    }

    /** Whether the target holds a position, so that no change is missed from now on. */
    public boolean knowsPosition() {
        return target.value("SELECT to_regclass('" + positionTable + "') IS NOT NULL")
                        .equals("t")
                && target.value("SELECT count(lsn) FROM " + positionTable).equals("1");
    }

    private long look() {
        String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
        return Long.parseLong(target.value("SELECT pg_wal_lsn_diff('" + lsn + "', lsn)::bigint FROM " + positionTable));
    }
}
