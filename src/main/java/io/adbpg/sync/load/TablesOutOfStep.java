package io.adbpg.sync.load;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.NextSession;
import io.adbpg.sync.status.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a job that are not in step, from one session to the next: the load that is under way, and those that wait
 * for somebody to mend something.
 */
public final class TablesOutOfStep {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final JobStatus status;
    private final Supplier<TableRoutes> routes;
    private final NextSession next;
    private final Map<TableName, Waiting> waiting = new TreeMap<>();
    private final Set<TableName> requested = new TreeSet<>();
    private final Set<TableName> outOfStep = new TreeSet<>();
    private InitialLoad load;

    /** When a table is tried again, and how long it waits after that. */
    private record Waiting(Instant until, Backoff backoff) {}

    /**
     * The tables of a job that has not begun.
     *
     * @param routes the table routes as they are now
     * @param next loads what was asked for
     */
    public TablesOutOfStep(JobStatus status, Supplier<TableRoutes> routes, NextSession next) {
        this.status = status;
        this.routes = routes;
        this.next = next;
    }

    /** Takes a load that was begun. */
    public synchronized void track(InitialLoad started) {
        load = started;
        // They are tried; the pause counts from when that fails.
        load.tables()
                .forEach(table ->
                        waiting.computeIfPresent(table, (t, entry) -> new Waiting(Instant.MAX, entry.backoff)));
    }

    /** The load that is under way or was not looked at since it ended; null if there is none. */
    public synchronized InitialLoad load() {
        return load;
    }

    /** Takes note of what has become of a load that has ended; says what failed, null if nothing did. */
    public synchronized Diagnosis collect() {
        if (load == null || load.isRunning()) {
            return null;
        }
        Diagnosis first = null;
        for (Map.Entry<TableName, Diagnosis> failure : load.failures().entrySet()) {
            first = first == null ? failure.getValue() : first;
            postpone(failure.getKey(), failure.getValue().refusal());
        }
        load.tables().stream()
                .filter(table -> !load.failures().containsKey(table))
                .forEach(waiting::remove);
        load.close();
        load = null;
        return first;
    }

    /** Lets a table wait, longer each time. */
    public synchronized void postpone(TableName table, Refusal why) {
        Waiting before = waiting.get(table);
        Backoff backoff = before == null ? new Backoff(FIRST_PAUSE, LONGEST_PAUSE) : before.backoff;
        waiting.put(table, new Waiting(Instant.now().plus(backoff.next()), backoff));
        status.table(table, TableStatus.State.WAITING, why.getMessage(), null);
    }

    /** Whether a table waits, and is not to be tried yet. */
    public synchronized boolean isWaiting(TableName table) {
        Waiting entry = waiting.get(table);
        return entry != null && Instant.now().isBefore(entry.until);
    }

    /** Whether a table that waits is to be tried now. */
    public synchronized boolean isAnyDue() {
        return load == null
                && waiting.values().stream().anyMatch(entry -> !Instant.now().isBefore(entry.until));
    }

    /** Forgets the tables that are none of these. */
    public synchronized void keepOnly(Collection<TableName> tables) {
        waiting.keySet().retainAll(tables);
    }

    /**
     * Asks for a table in step to be loaded again; the next session does it.
     *
     * @throws Refusal if its rows can't be loaded a second time
     */
    public void request(TableName table) {
        String why = LoadPlan.whyNotReloadable(table, routes.get());
        if (why != null) {
            throw new Refusal("table " + table + " can't be loaded again: " + why);
        }
        synchronized (this) {
            requested.add(table);
        }
        next.ask();
    }

    /** The tables that are to be loaded again and still can be; they are not asked for any more. */
    public Set<TableName> takeRequests() {
        Set<TableName> taken;
        synchronized (this) {
            taken = new TreeSet<>(requested);
            requested.clear();
        }
        TableRoutes current = routes.get();
        taken.removeIf(table -> {
            String why = LoadPlan.whyNotReloadable(table, current);
            if (why != null) {
                LOG.warn("table {} is not loaded again: {}", table, why);
            }
            return why != null;
        });
        return taken;
    }

    /** Takes note of a table that the stream can't go on with: only another load brings it into line. */
    public synchronized void fallOutOfStep(TableName table) {
        outOfStep.add(table);
    }

    /** The tables that fell out of step since the last call. */
    public synchronized Set<TableName> takeOutOfStep() {
        Set<TableName> taken = new TreeSet<>(outOfStep);
        outOfStep.clear();
        return taken;
    }

    /** Those of the tables that do not wait. */
    public List<SourceTable> due(List<SourceTable> tables) {
        return tables.stream().filter(table -> !isWaiting(table.name())).toList();
    }

    /**
     * The position after which the source must forget nothing.
     *
     * @param joined what the loaded tables need
     */
    public long neededFrom(long joined) {
        InitialLoad running = load();
        return running == null ? joined : Math.min(joined, running.neededFrom());
    }

    /** Whether a table is to be loaded again. */
    public synchronized boolean hasRequests() {
        return !requested.isEmpty();
    }

    /** Ends the load that is under way. */
    public void close() {
        InitialLoad running = load();
        if (running != null) {
            running.close();
        }
        synchronized (this) {
            load = null;
            waiting.clear();
        }
    }
}
