package io.adbpg.sync.load;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables of a job that are not in step, from one session to the next: the load that is under way, and those that wait
 * for somebody to mend something.
 */
public final class TablesOutOfStep {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final JobStatus status;
    private final Map<TableName, Waiting> waiting = new TreeMap<>();
    private final Set<TableName> requested = new TreeSet<>();
    private final Set<TableName> outOfStep = new TreeSet<>();
    private InitialLoad load;

    /** When a table is tried again, and after which pause. */
    private record Waiting(Instant until, Duration pause) {}

    public TablesOutOfStep(JobStatus status) {
        this.status = status;
    }

    /** Takes a load that was begun. */
    public synchronized void begun(InitialLoad begun) {
        load = begun;
        // They are tried; the pause counts from when that fails.
        load.tables()
                .forEach(table -> waiting.computeIfPresent(table, (t, entry) -> new Waiting(Instant.MAX, entry.pause)));
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
            await(failure.getKey(), failure.getValue().refusal());
        }
        load.tables().stream()
                .filter(table -> !load.failures().containsKey(table))
                .forEach(waiting::remove);
        load.close();
        load = null;
        return first;
    }

    /** Lets a table wait, longer each time. */
    public synchronized void await(TableName table, Refusal why) {
        Waiting before = waiting.get(table);
        Duration pause = before == null ? FIRST_PAUSE : before.pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        waiting.put(table, new Waiting(Instant.now().plus(pause), pause));
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

    /** Asks for a table to be loaded again. */
    public synchronized void request(TableName table) {
        requested.add(table);
    }

    /** The tables that are to be loaded again; they are not asked for any more. */
    public synchronized Set<TableName> takeRequests() {
        Set<TableName> taken = new TreeSet<>(requested);
        requested.clear();
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
