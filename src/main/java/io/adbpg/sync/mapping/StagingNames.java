package io.adbpg.sync.mapping;

import java.util.concurrent.atomic.AtomicInteger;

/** Gives each staging table of a job a name of its own, since all tables share the job's connections. */
public final class StagingNames {
    private final AtomicInteger last = new AtomicInteger();

    /** Returns a new name, such as {@code adbpg_sync_staging_7}. */
    public String next() {
        return "adbpg_sync_staging_" + last.incrementAndGet();
    }
}
