package io.adbpg.sync.session;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks the catalogue whether tables were altered, when the stream describes them. What was read before the catalogue was asked needs
 * no other look. The source describes each table before its first change, so that a new session may be told of hundreds one right
 * after the other: each look then takes in twice as many as the last one. For one thread.
 */
final class AlterationLooks {
    /** Looks that follow each other this closely are parts of one burst. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Collection<TableName> tables;
    private final Function<Collection<TableName>, Set<TableName>> catalogue;
    private final LongSupplier nanoTime;
    private final Map<TableName, Look> looks = new HashMap<>();
    private long readBy;
    private long lastEnd;
    private int width = 1;

    private record Look(long begin, boolean isAltered) {}

    /**
     * @param tables those that the stream may describe
     * @param catalogue returns those of some tables that were altered
     * @param nanoTime the clock
     */
    AlterationLooks(
            Collection<TableName> tables,
            Function<Collection<TableName>, Set<TableName>> catalogue,
            LongSupplier nanoTime) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.nanoTime = nanoTime;
        this.readBy = nanoTime.getAsLong();
        this.lastEnd = readBy - BURST_NANOS;
    }

    /** Notes that what is described from now on was read by then. */
    void noteRead(long at) {
        readBy = at;
    }

    /** Whether a table that was just described has been altered since the session opened. */
    boolean isAltered(TableName table) {
        if (!isKnown(table)) {
            look(table);
        }
        return looks.get(table).isAltered;
    }

    private boolean isKnown(TableName table) {
        Look look = looks.get(table);
        return look != null && look.begin - readBy >= 0;
    }

    private void look(TableName table) {
        long begin = nanoTime.getAsLong();
        width = begin - lastEnd < BURST_NANOS ? Math.min(2 * width, tables.size()) : 1;
        List<TableName> asked = new ArrayList<>(List.of(table));
        tables.stream()
                .filter(other -> !other.equals(table) && !isKnown(other))
                .limit(width - 1L)
                .forEach(asked::add);
        Set<TableName> altered = catalogue.apply(asked);
        asked.forEach(name -> looks.put(name, new Look(begin, altered.contains(name))));
        lastEnd = nanoTime.getAsLong();
    }
}
