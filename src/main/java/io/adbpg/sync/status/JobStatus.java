package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.OutOfMemory;
import io.adbpg.sync.failure.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the job, with the reason for it: one line in the log per change of state. */
public final class JobStatus {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int MOST_ERRORS = 20;

    private final String job;
    private final CompletableFuture<Refusal> failure = new CompletableFuture<>();
    private final Map<TableName, TableStatus> tables = new ConcurrentSkipListMap<>();
    private volatile Consumer<TableName> onNewTable = table -> {};
    private volatile Consumer<TableName> onLeftTable = table -> {};
    private volatile boolean hasSynced;
    private final Deque<JobError> errors = new ArrayDeque<>();
    private final Clock clock;
    private volatile View view = new View(JobState.STOPPED, "");
    private volatile Instant since;

    /**
     * A state and its reason.
     *
     * @param reason one line for the user; blank if there is nothing to say
     */
    public record View(JobState state, String reason) {}

    /** The status of a job that has not started. */
    public JobStatus(String job) {
        this(job, Clock.systemUTC());
    }

    JobStatus(String job, Clock clock) {
        this.job = job;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** The state now. */
    public View view() {
        return view;
    }

    /** When it entered the state that it is in. */
    public Instant since() {
        return since;
    }

    /** State and reason, for messages. */
    public String describe() {
        View now = view;
        return now.state().word() + (now.reason().isBlank() ? "" : ": " + now.reason());
    }

    /** What held up the job or a table: the last ones, the newest first. */
    public List<JobError> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    private void note(String place, String message) {
        synchronized (errors) {
            errors.addFirst(new JobError(clock.instant(), place, message));
            if (errors.size() > MOST_ERRORS) {
                errors.removeLast();
            }
        }
    }

    /** Whether the job was in step once: then it does not give up any more. */
    public boolean hasSynced() {
        return hasSynced;
    }

    /** What becomes of each table; empty until the job knows its tables. */
    public Map<TableName, TableStatus> tables() {
        return Collections.unmodifiableMap(tables);
    }

    /** Calls somebody when a table comes up for the first time. */
    public void onNewTable(Consumer<TableName> action) {
        onNewTable = action;
    }

    /** Calls somebody when a table has left the job. */
    public void onLeftTable(Consumer<TableName> action) {
        onLeftTable = action;
    }

    /** Says what becomes of a table from now on; says so in the log if it waits for something new. */
    public void table(TableName name, TableStatus.State state, String reason, LoadProgress progress) {
        TableStatus now = new TableStatus(state, reason, progress);
        TableStatus before = tables.put(name, now);
        if (before == null) {
            onNewTable.accept(name);
        }
        boolean isNew =
                before == null || before.state() != state || !before.reason().equals(reason);
        if (isNew && state == TableStatus.State.WAITING) {
            note(name.toString(), reason);
            LOG.warn("table {}: {}: {}", name, state.word(), reason);
        }
    }

    /** Says what becomes of a table; what its last load did stays. */
    public void table(TableName name, TableStatus.State state) {
        TableStatus before = tables.get(name);
        table(name, state, "", before == null ? null : before.progress());
    }

    /** Forgets the tables that are none of these. */
    public void keepOnly(Collection<TableName> names) {
        for (TableName name : List.copyOf(tables.keySet())) {
            if (!names.contains(name) && tables.remove(name) != null) {
                onLeftTable.accept(name);
            }
        }
    }

    /** Completed when the job gives up, with what a person has to do. */
    public CompletableFuture<Refusal> failure() {
        return failure;
    }

    /** Enters a state; says so if it is a new one or the reason is. */
    public void enter(JobState state, String reason) {
        hasSynced |= state == JobState.SYNCING;
        if (become(state, reason)) {
            LOG.info("job {}: {}", job, describe());
        }
    }

    /** Gives up. */
    public void fail(Refusal refusal) {
        become(JobState.FAILED, refusal.getMessage());
        failure.complete(refusal);
    }

    /** Gives up if memory ran out; returns whether it did. */
    public boolean failIfOutOfMemory(Throwable failed) {
        Refusal refusal = OutOfMemory.refusal(failed);
        if (refusal != null) {
            fail(refusal);
        }
        return refusal != null;
    }

    /** Returns whether state or reason are new. */
    private synchronized boolean become(JobState state, String reason) {
        View before = view;
        View now = new View(state, reason);
        if (now.equals(before)) {
            return false;
        }
        if (state != before.state()) {
            since = clock.instant();
        }
        view = now;
        if (state == JobState.WAITING || state == JobState.FAILED) {
            note("job", reason);
        }
        return true;
    }
}
