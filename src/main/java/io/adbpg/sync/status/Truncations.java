package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TRUNCATEs of source tables that did not reach the target, since the program started or the table was last loaded.
 *
 * <p>Meter {@code adbpg.sync.truncates.ignored} counts them by {@code table} since the start.
 */
public final class Truncations {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final MeterRegistry registry;
    private final Map<TableName, Ignored> last = new ConcurrentHashMap<>();

    /** The last one of a table. */
    private record Ignored(long lsn, String message) {}

    /** None yet. */
    public Truncations(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Warns of one, unless it has been told already: after a failure the stream brings it again.
     *
     * @param lsn where its transaction ends
     * @param time when it was committed on the source
     * @param why why the target keeps the rows, and what to do about it
     */
    public void ignore(TableName table, long lsn, Instant time, String why) {
        Ignored before = last.get(table);
        if (before != null && lsn <= before.lsn) {
            return;
        }
        String message = "it was truncated on the source at " + time + ", and the target keeps the rows, " + why;
        last.put(table, new Ignored(lsn, message));
        registry.counter("adbpg.sync.truncates.ignored", "table", table.toString())
                .increment();
        LOG.warn("table {}: {}", table, message);
    }

    /** Forgets what is known of a table that is loaded anew, or has left the job. */
    public void forget(TableName table) {
        last.computeIfPresent(table, (name, ignored) -> new Ignored(ignored.lsn, ""));
    }

    /** Tells of the last one of a table; blank if there was none. */
    public String of(TableName table) {
        Ignored ignored = last.get(table);
        return ignored == null ? "" : ignored.message;
    }
}
