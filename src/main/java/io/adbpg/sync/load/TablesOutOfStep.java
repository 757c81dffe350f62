package io.adbpg.sync.load;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
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
 * The tables of a job that are not in step: those that are being loaded, those that wait after a failure, and those that are
 * to be loaded again. Kept from one session to the next.
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
    private final Map<TableName, Message> leftOut = new TreeMap<>();
    private final Map<TableName, List<String>> unreadable = new TreeMap<>();
    private InitialLoad load;

    /** When a waiting table is tried again, and its back-off. */
    private record Waiting(Instant until, Backoff backoff) {}

    /**
     * @param routes gives the current table routes
     * @param next starts the session that serves requests
     */
    public TablesOutOfStep(JobStatus status, Supplier<TableRoutes> routes, NextSession next) {
        this.status = status;
        this.routes = routes;
        this.next = next;
    }

    /** Takes over a load that is about to start. */
    public synchronized void track(InitialLoad started) {
        load = started;
        // Waiting tables are being tried now; their pause counts from when that fails.
        load.tables()
                .forEach(table ->
                        waiting.computeIfPresent(table, (t, entry) -> new Waiting(Instant.MAX, entry.backoff)));
    }

    /** The load that runs, or has ended and was not collected yet; null if there is none. */
    public synchronized InitialLoad load() {
        return load;
    }

    /** Collects the results of a load that has ended; returns its first failure, null if there is none. */
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

    /** Makes a table wait, longer each time. */
    public synchronized void postpone(TableName table, Refusal why) {
        Waiting before = waiting.get(table);
        Backoff backoff = before == null ? new Backoff(FIRST_PAUSE, LONGEST_PAUSE) : before.backoff;
        waiting.put(table, new Waiting(Instant.now().plus(backoff.next()), backoff));
        status.table(table, TableStatus.State.WAITING, why.message(), null);
    }

    /** Whether a table still has to wait. */
    public synchronized boolean isWaiting(TableName table) {
        Waiting entry = waiting.get(table);
        return entry != null && Instant.now().isBefore(entry.until);
    }

    /** Whether a waiting table can be tried again now. */
    public synchronized boolean isAnyDue() {
        return load == null
                && waiting.values().stream().anyMatch(entry -> !Instant.now().isBefore(entry.until));
    }

    /** Tells of tables that the job leaves out for what they are: once of each. */
    public synchronized void noteLeftOut(Map<TableName, Message> tables) {
        tables.forEach((table, why) -> {
            if (!why.equals(leftOut.get(table))) {
                LOG.info("source table {} is left out: {}", table, why);
            }
        });
        leftOut.clear();
        leftOut.putAll(tables);
    }

    /** Forgets all other tables. */
    public synchronized void keepOnly(Collection<TableName> tables) {
        waiting.keySet().retainAll(tables);
        unreadable.keySet().retainAll(tables);
    }

    /**
     * Asks the next session to load tables again.
     *
     * @throws Refusal if one of them can't be loaded again
     */
    public void request(Collection<TableName> tables) {
        TableRoutes current = routes.get();
        for (TableName table : tables) {
            Message why = LoadPlan.whyNotReloadable(table, current);
            if (why != null) {
                throw Refusal.of("table {0} can't be loaded again: {1}", table, why);
            }
        }
        synchronized (this) {
            requested.addAll(tables);
        }
        next.ask();
    }

    /** Takes the requested tables that can still be loaded again. */
    public Set<TableName> takeRequests() {
        // First: where this fails, the requests stay for the next session.
        TableRoutes current = routes.get();
        Set<TableName> taken;
        synchronized (this) {
            taken = new TreeSet<>(requested);
            requested.clear();
        }
        taken.removeIf(table -> {
            Message why = LoadPlan.whyNotReloadable(table, current);
            if (why != null) {
                LOG.warn("table {} will not be loaded again: {}", table, why);
            }
            return why != null;
        });
        return taken;
    }

    /** Notes that the stream can't go on with a table, so that it has to be loaded again. */
    public synchronized void fallOutOfStep(TableName table) {
        outOfStep.add(table);
    }

    /** Whether a table's changes have not had these columns before, when they could not be read. */
    public synchronized boolean isFirstWith(TableName table, List<String> columns) {
        return !columns.equals(unreadable.put(table, columns));
    }

    /** Takes the tables that fell out of step since the last call. */
    public synchronized Set<TableName> takeOutOfStep() {
        Set<TableName> taken = new TreeSet<>(outOfStep);
        outOfStep.clear();
        return taken;
    }

    /** Returns the tables that do not have to wait. */
    public List<SourceTable> due(List<SourceTable> tables) {
        return tables.stream().filter(table -> !isWaiting(table.name())).toList();
    }

    /**
     * The position up to which the slot may be confirmed, as far as loads are concerned.
     *
     * @param joined the lowest position that loaded tables need
     */
    public long neededFrom(long joined) {
        InitialLoad running = load();
        return running == null ? joined : Math.min(joined, running.neededFrom());
    }

    /** Whether somebody has asked for a table to be loaded again. */
    public synchronized boolean hasRequests() {
        return !requested.isEmpty();
    }

    /**
     * Aborts the load that is under way, if there is one.
     *
     * @throws IllegalStateException if it does not end in time
     */
    public void abortLoad() {
        InitialLoad running = load();
        if (running == null) {
            return;
        }
        running.close();
        if (running.isRunning()) {
            throw Hindrance.of("the load that is under way does not end: waiting for it");
        }
        synchronized (this) {
            load = null;
        }
    }

    /** Aborts the load that is under way, and forgets the waits. */
    public void close() {
        InitialLoad running = load();
        if (running != null) {
            running.close();
        }
        synchronized (this) {
            load = null;
            waiting.clear();
            unreadable.clear();
        }
    }
}
