package io.adbpg.sync.mapping;

import java.util.concurrent.atomic.AtomicInteger;

/** Gives each staging table of a job a name of its own: a connection of the job serves all its tables. */
public final class StagingNames {
    private final AtomicInteger last = new AtomicInteger();

    /** A name that was not given before, such as {@code adbpg_sync_staging_7}. */
    public String next() {
        return "adbpg_sync_staging_" + last.incrementAndGet();
    }
}
