package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
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

/** The state of the job and its tables, with the reasons; logs one line per change of state. */
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
    private volatile View view = new View(JobState.STOPPED, Message.NONE);
    private volatile Instant since;
    private volatile String capture;

    /**
     * A state and its reason.
     *
     * @param message one line for the user, which says why; may be blank
     */
    public record View(JobState state, Message message) {
        /** Returns the reason in English. */
        public String reason() {
            return message.toString();
        }
    }

    /** Starts as {@link JobState#STOPPED}. */
    public JobStatus(String job) {
        this(job, Clock.systemUTC());
    }

    JobStatus(String job, Clock clock) {
        this.job = job;
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * Notes what reads the source, which takes to know its version.
     *
     * @param why why that is not what the settings name, for the log; null if it is
     */
    public void noteCapture(String word, String why) {
        if (why != null && !word.equals(capture)) {
            LOG.info("{}", why);
        }
        capture = word;
    }

    /** Returns what reads the source, as the settings would name it; null as long as that is not known. */
    public String capture() {
        return capture;
    }

    /** Returns the current state. */
    public View view() {
        return view;
    }

    /** Returns when the job entered its current state. */
    public Instant since() {
        return since;
    }

    /** Returns state and reason, for messages. */
    public Message describe() {
        View now = view;
        return now.message().isBlank() ? now.state().message() : Message.of("{0}: {1}", now.state(), now.message());
    }

    /** Returns the last problems of the job and its tables, the newest first. */
    public List<JobError> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    private void note(String place, Message message) {
        synchronized (errors) {
            errors.addFirst(new JobError(clock.instant(), place, message));
            if (errors.size() > MOST_ERRORS) {
                errors.removeLast();
            }
        }
    }

    /** Whether the job has been in step since its start: then it no longer gives up. */
    public boolean hasSynced() {
        return hasSynced;
    }

    /** Returns the status of each table; empty until the job knows its tables. */
    public Map<TableName, TableStatus> tables() {
        return Collections.unmodifiableMap(tables);
    }

    /** Sets the action for a table that appears for the first time. */
    public void onNewTable(Consumer<TableName> action) {
        onNewTable = action;
    }

    /** Sets the action for a table that has left the job. */
    public void onLeftTable(Consumer<TableName> action) {
        onLeftTable = action;
    }

    /** Sets the status of a table; logs it if the table waits for something new. */
    public void table(TableName name, TableStatus.State state, Message reason, LoadProgress progress) {
        TableStatus now = new TableStatus(state, reason, progress);
        TableStatus before = tables.put(name, now);
        if (before == null) {
            onNewTable.accept(name);
        }
        boolean isNew =
                before == null || before.state() != state || !before.message().equals(reason);
        if (isNew && state == TableStatus.State.WAITING) {
            note(name.toString(), reason);
            LOG.warn("table {}: {}: {}", name, state.word(), reason);
        }
    }

    /** Sets the state of a table and keeps the progress of its last load. */
    public void table(TableName name, TableStatus.State state) {
        TableStatus before = tables.get(name);
        table(name, state, Message.NONE, before == null ? null : before.progress());
    }

    /** Removes all tables but these. */
    public void keepOnly(Collection<TableName> names) {
        for (TableName name : List.copyOf(tables.keySet())) {
            if (!names.contains(name) && tables.remove(name) != null) {
                onLeftTable.accept(name);
            }
        }
    }

    /** Returns a future that completes when the job gives up, with what a person has to do. */
    public CompletableFuture<Refusal> failure() {
        return failure;
    }

    /** Enters a state; logs it if the state or the reason is new. */
    public void enter(JobState state, Message reason) {
        hasSynced |= state == JobState.SYNCING;
        if (become(state, reason)) {
            LOG.info("job {}: {}", job, describe());
        }
    }

    /** Gives up. */
    public void fail(Refusal refusal) {
        become(JobState.FAILED, refusal.message());
        failure.complete(refusal);
    }

    /** Gives up if memory ran out; returns whether it has. */
    public boolean failIfOutOfMemory(Throwable failed) {
        Refusal refusal = OutOfMemory.refusal(failed);
        if (refusal != null) {
            fail(refusal);
        }
        return refusal != null;
    }

    /** Sets the view; returns whether it has changed. */
    private synchronized boolean become(JobState state, Message reason) {
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
