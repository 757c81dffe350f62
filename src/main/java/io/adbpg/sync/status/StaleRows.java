package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables whose target is known to hold rows that the source no longer has like that, until the table is loaded again. Kept
 * as long as the program runs.
 *
 * <p>Meter {@code adbpg.sync.truncates.ignored} counts the TRUNCATEs that did not reach the target.
 */
public final class StaleRows {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final Counter ignored;
    private final Map<TableName, String> reasons = new ConcurrentHashMap<>();
    private final Map<TableName, Long> truncated = new ConcurrentHashMap<>();

    /** None yet. */
    public StaleRows(MeterRegistry registry) {
        this.ignored = registry.counter("adbpg.sync.truncates.ignored");
    }

    /** Warns that rows of a table are stale, and why. */
    public void add(TableName table, String why) {
        reasons.put(table, why);
        LOG.warn("table {}: {}", table, why);
    }

    /**
     * Warns of a TRUNCATE that does not reach the target, unless it has been told already: after a failure the stream brings it
     * again.
     *
     * @param lsn where its transaction ends
     * @param time when it was committed on the source
     * @param why why the target keeps the rows, and what to do about it
     */
    public void addTruncate(TableName table, long lsn, Instant time, String why) {
        Long last = truncated.get(table);
        if (last == null || lsn > last) {
            truncated.put(table, lsn);
            ignored.increment();
            add(table, "it was truncated on the source at " + time + ", and the target keeps the rows, " + why);
        }
    }

    /** Forgets what is known of a table that is loaded again, or has left the job. */
    public void forget(TableName table) {
        reasons.remove(table);
    }

    /** Says why rows of a table are stale; blank if none are known to be. */
    public String of(TableName table) {
        return reasons.getOrDefault(table, "");
    }
}
