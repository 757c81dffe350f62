package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables whose target is known to hold rows that the source no longer has like that, until the table is loaded again. The
 * target remembers them in the tables' states; this is what the program knows of that.
 *
 * <p>Meter {@code adbpg.sync.truncates.ignored} counts the TRUNCATEs that did not reach the target.
 */
public final class StaleRows {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final Counter ignored;
    private final Map<TableName, Message> reasons = new ConcurrentHashMap<>();
    private final Map<TableName, Long> truncated = new ConcurrentHashMap<>();
    private final Queue<Note> unwritten = new ConcurrentLinkedQueue<>();

    private record Note(TableName table, long lsn, Message why) {}

    /** None yet. */
    public StaleRows(MeterRegistry registry) {
        this.ignored = registry.counter("adbpg.sync.truncates.ignored");
    }

    /** Starts over from what the target remembers, and warns of what the program has not told yet. */
    public void restore(Map<TableName, Message> remembered) {
        unwritten.clear();
        reasons.keySet().retainAll(remembered.keySet());
        remembered.forEach((table, why) -> {
            if (!why.equals(reasons.get(table))) {
                add(table, why);
            }
        });
    }

    /** Warns that rows of a table are stale, and why; the target remembers it already. */
    public void add(TableName table, Message why) {
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
    public void addTruncate(TableName table, long lsn, Instant time, Message why) {
        Message text =
                Message.of("it was truncated on the source at {0}, and the target keeps the rows, {1}", time, why);
        unwritten.add(new Note(table, lsn, text));
        Long last = truncated.get(table);
        if (last == null || lsn > last) {
            truncated.put(table, lsn);
            ignored.increment();
            add(table, text);
        } else {
            reasons.put(table, text);
        }
    }

    /** Says that rows may be stale, in a table that can't be loaded again. */
    public static Message notReloadable(Message reason, Message whyNot) {
        return Message.of(
                "its rows on the target may differ from the source's, since {0}; the table is not loaded again: {1}",
                reason, whyNot);
    }

    /** Takes what the target is to remember with a position: the reasons that the stream has told up to it. */
    public Map<TableName, Message> takeUntil(long lsn) {
        Map<TableName, Message> taken = new TreeMap<>();
        for (Note next = unwritten.peek(); next != null && next.lsn() <= lsn; next = unwritten.peek()) {
            unwritten.remove();
            taken.put(next.table(), next.why());
        }
        return taken;
    }

    /** Forgets what is known of a table that has left the job. */
    public void forget(TableName table) {
        reasons.remove(table);
    }

    /** Says why rows of a table are stale; blank if none are known to be. */
    public Message of(TableName table) {
        return reasons.getOrDefault(table, Message.NONE);
    }
}
