package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.CommitPosition.Reached;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobError;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.SlotReading;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the running job once a second: looks at the source and, less often, at the target, tells the delay, keeps the last
 * minutes, warns of a slot that retains too much WAL. Nothing that fails here disturbs the job.
 */
public final class Monitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final long TARGET_PERIOD_MILLIS = 5000;

    private final JobStatus status;
    private final JobMetrics metrics;
    private final SlotReading reading;
    private final CommitPosition position;
    private final SourceWatch source;
    private final TargetWatch target;
    private final Clock clock;
    private final DelayNow delay = new DelayNow();
    private final Trend trend = new Trend();
    private final RefusedChanges refused;
    private final SlotAlarm alarm = new SlotAlarm();
    private volatile Optional<SourceLook> last = Optional.empty();
    private volatile String targetTrouble = "the target was not looked at yet";
    private ScheduledExecutorService executor;

    /**
     * The monitor of a job; {@link #start()} lets it begin.
     *
     * @param quarantined how many changes are in quarantine
     */
    public Monitor(
            Settings settings,
            JobStatus status,
            JobMetrics metrics,
            SlotReading reading,
            CommitPosition position,
            LongSupplier quarantined,
            MeterRegistry meters,
            Clock clock) {
        this.status = status;
        this.metrics = metrics;
        this.reading = reading;
        this.position = position;
        this.source = new SourceWatch(settings, clock);
        this.target = new TargetWatch(settings);
        this.refused = new RefusedChanges(quarantined);
        this.clock = clock;
        for (JobState state : JobState.values()) {
            meters.gauge(
                    "adbpg.sync.state",
                    Tags.of("state", state.word()),
                    status,
                    now -> now.view().state() == state ? 1 : 0);
        }
        for (TableView.State state : TableView.State.values()) {
            meters.gauge(
                    "adbpg.sync.tables", Tags.of("state", state.word()), this, now -> now.tables().values().stream()
                            .filter(table -> table.state() == state)
                            .count());
        }
        FunctionCounter.builder("adbpg.sync.applied.changes", position, all -> all.reached()
                        .map(Reached::changes)
                        .orElse(0L))
                .register(meters);
        gauge(meters, "adbpg.sync.behind.seconds", monitor -> orNaN(monitor.delayMillis()) / 1000);
        gauge(meters, "adbpg.sync.behind.bytes", slot(SlotStatus::delayBytes));
        gauge(meters, "adbpg.sync.slot.active", slot(slot -> slot.active() ? 1 : 0));
        gauge(meters, "adbpg.sync.slot.held.bytes", slot(SlotStatus::heldBytes));
        gauge(
                meters,
                "adbpg.sync.slot.limit.bytes",
                slot(slot -> slot.limitBytes().isPresent() ? slot.limitBytes().getAsLong() : Double.POSITIVE_INFINITY));
    }

    private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Monitor> value) {
        meters.gauge(name, this, value);
    }

    private static ToDoubleFunction<Monitor> slot(ToDoubleFunction<SlotStatus> value) {
        return monitor -> monitor.slot().map(value::applyAsDouble).orElse(Double.NaN);
    }

    private static double orNaN(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }

    /** Begins to measure. */
    public synchronized void start() {
        // One for each end, which may be slow to answer, one for the quarantine, which waits for the target, one for
        // the rest.
        executor = Executors.newScheduledThreadPool(4, task -> {
            Thread thread = new Thread(task, "monitor");
            thread.setDaemon(true);
            return thread;
        });
        var looks = executor.scheduleWithFixedDelay(guarded(this::look), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        var targets = executor.scheduleWithFixedDelay(
                guarded(() -> targetTrouble = target.look()), 0, TARGET_PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        var samples = executor.scheduleAtFixedRate(
                guarded(this::sample), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        var refusals = executor.scheduleWithFixedDelay(
                guarded(() -> refused.look(clock.instant(), target::refused)),
                PERIOD_MILLIS,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
        LOG.debug("measuring: {}, {}, {}, {}", looks, targets, samples, refusals);
    }

    /** What fails once is tried again: an executor would stop it. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.debug("cannot measure", e);
            }
        };
    }

    private void look() {
        Optional<SourceLook> look = source.look();
        delay.saw(look);
        last = look;
        look.flatMap(SourceLook::slot).ifPresent(alarm::saw);
    }

    private void sample() {
        OptionalLong millis = delayMillis();
        trend.add(clock.instant(), millis.isPresent() ? millis.getAsLong() : null, metrics.changes());
    }

    /** How far the target is behind now, in ms, as {@link DelayNow} defines it; empty as long as it is not known. */
    public OptionalLong delayMillis() {
        Instant now = clock.instant();
        Optional<Reached> reached = position.reached();
        if (reached.isEmpty() || status.view().state() == JobState.STANDBY) {
            return OptionalLong.empty();
        }
        // A position that is written may still be rolled back, and one that tables fall back to is not reached anew.
        long held = Math.min(reached.get().lsn(), position.written());
        OptionalLong behind = delay.millis(now, held, completeUntil(reached.get()), reading);
        delay.completeUntil().ifPresent(time -> position.noteCompleteUntil(time, held));
        // Between two batches of a busy stream nothing is in hand for a moment.
        return behind.isPresent()
                ? OptionalLong.of(Math.max(behind.getAsLong(), metrics.recentDelayMillis(now)))
                : behind;
    }

    /** Positions of earlier versions of the program only tell of their last transaction. */
    private static Instant completeUntil(Reached reached) {
        return reached.completeUntil() == null ? reached.committedAt() : reached.completeUntil();
    }

    /** How many changes a second were applied in the last few seconds; 0 while the job applies none. */
    public OptionalDouble changesPerSecond() {
        OptionalDouble rate = trend.changesPerSecond();
        boolean isApplying = status.view().state() == JobState.SYNCING;
        return rate.isEmpty() || isApplying ? rate : OptionalDouble.of(0);
    }

    /** What becomes of each table. */
    Map<TableName, TableView> tables() {
        JobStatus.View job = status.view();
        Map<TableName, RefusedChanges.OfTable> quarantined = refused.tables();
        Map<TableName, TableView> views = new TreeMap<>();
        status.tables().forEach((name, table) -> views.put(name, TableView.of(job, table, quarantined.get(name))));
        return views;
    }

    /** What has held up the job or a table, and each table with changes in quarantine; newest first. */
    List<JobError> errors() {
        List<JobError> errors = new ArrayList<>(status.errors());
        // They need somebody as long as they are there, however long ago they were refused.
        refused.tables()
                .forEach((table, changes) -> errors.add(new JobError(changes.at(), table.toString(), changes.text())));
        errors.sort(Comparator.comparing(JobError::time).reversed());
        return errors;
    }

    /** What is in quarantine, by table, a few seconds ago at most. */
    Map<TableName, RefusedChanges.OfTable> quarantined() {
        return refused.tables();
    }

    /** The slot when it was looked at last; empty if there is none, or the source does not answer. */
    public Optional<SlotStatus> slot() {
        return last.flatMap(SourceLook::slot);
    }

    /** How much of what the slot may hold it holds, 0 to 1; NaN if it has no limit, or is not known. */
    public double slotShare() {
        return slot().filter(slot -> slot.limitBytes().isPresent())
                .map(slot -> (double) slot.heldBytes() / slot.limitBytes().getAsLong())
                .orElse(Double.NaN);
    }

    /** Why the target can't be written to, a few seconds ago at most; blank if it can. */
    String targetTrouble() {
        return targetTrouble;
    }

    /** The minutes of the last day, oldest first. */
    List<Sample> day() {
        return trend.day();
    }

    /** The last minutes, oldest first. */
    public List<Sample> samples() {
        return trend.samples();
    }

    @Override
    public synchronized void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
        source.close();
        target.close();
    }
}
