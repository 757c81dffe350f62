package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.RowGroup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Counts what the job has done, as Micrometer meters.
 *
 * <p>{@code adbpg.sync.changes} counts net rows by {@code table} and {@code operation}; {@code adbpg.sync.batches}
 * counts commits; {@code adbpg.sync.batch.changes} is the number of changes per batch; {@code adbpg.sync.apply} is the
 * time to apply a batch; {@code adbpg.sync.delay} is the time from the oldest commit in a batch on the source to the
 * commit on the target. {@code adbpg.sync.load.rows}, {@code .bytes} and {@code .share} (0 to 1) show by {@code table}
 * the progress of a load.
 */
public final class JobMetrics {
    private static final String LOAD = "adbpg.sync.load.";
    private static final Duration RECENT = Duration.ofSeconds(2);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Counter batches;
    private final Counter changes;
    private final DistributionSummary batchChanges;
    private final Timer apply;
    private final Timer delay;
    private volatile Duration lastDelay = Duration.ZERO;
    private volatile Instant lastApplied = Instant.MIN;
    private final Map<Counted, Counter> rows = new ConcurrentHashMap<>();
    private final Map<TableName, Instant> lastChanges = new ConcurrentHashMap<>();
    /** Rows of a transaction whose end was not applied yet. */
    private final Map<Counted, Long> uncommitted = new HashMap<>();

    private long uncommittedChanges;

    private record Counted(TableName table, Operation operation) {}

    /** Registers the meters. */
    public JobMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.batches = registry.counter("adbpg.sync.batches");
        this.changes = registry.counter("adbpg.sync.source.changes");
        this.batchChanges = registry.summary("adbpg.sync.batch.changes");
        this.apply = registry.timer("adbpg.sync.apply");
        this.delay = registry.timer("adbpg.sync.delay");
    }

    /** Returns the delay of the last batch, in ms; 0 if that was more than two seconds ago. */
    public long recentDelayMillis(Instant now) {
        return lastApplied.isAfter(now.minus(RECENT)) ? Math.max(0, lastDelay.toMillis()) : 0;
    }

    /** How many commits there were on the target. */
    public long commits() {
        return (long) batches.count();
    }

    /** Counts a batch that was applied: a piece of a transaction counts once its end is committed. */
    public synchronized void countBatch(Batch batch, Duration took) {
        apply.record(took);
        count(batch.groups());
        uncommittedChanges += batch.changes();
        if (batch.complete()) {
            uncommitted.forEach((group, rows) -> commit(group, rows, batch.newestCommit()));
            changes.increment((double) uncommittedChanges);
            forgetPieces();
            batches.increment();
        }
        if (batch.changes() > 0) {
            batchChanges.record(batch.changes());
        }
        if (batch.complete() && batch.oldestCommit() != null) {
            lastApplied = clock.instant();
            lastDelay = Duration.between(batch.oldestCommit(), lastApplied);
            delay.record(lastDelay.isNegative() ? Duration.ZERO : lastDelay);
        }
    }

    private void count(List<RowGroup> groups) {
        for (RowGroup group : groups) {
            uncommitted.merge(new Counted(group.relation().table(), group.operation()), (long) group.size(), Long::sum);
        }
    }

    private void commit(Counted group, long rows, Instant time) {
        this.rows.computeIfAbsent(group, this::counter).increment((double) rows);
        if (time != null) {
            lastChanges.put(group.table(), time);
        }
    }

    private Counter counter(Counted group) {
        return registry.counter(
                "adbpg.sync.changes",
                "table",
                group.table().toString(),
                "operation",
                group.operation().word());
    }

    /** The pieces that were counted since the last complete batch were rolled back. */
    public synchronized void forgetPieces() {
        uncommitted.clear();
        uncommittedChanges = 0;
    }

    /** When the last transaction of those that brought changes of a table was committed on the source; null if none has since the start. */
    public Instant lastChange(TableName table) {
        return lastChanges.get(table);
    }

    /** Registers the gauges of a table's load. */
    public void watchLoad(JobStatus status, TableName table) {
        gauge("rows", status, table, LoadProgress::rows);
        gauge("bytes", status, table, LoadProgress::bytes);
        gauge("share", status, table, LoadProgress::share);
    }

    /** Removes the gauges of a table's load. */
    public void forgetLoad(TableName table) {
        for (String what : List.of("rows", "bytes", "share")) {
            registry.find(LOAD + what).tag("table", table.toString()).meters().forEach(registry::remove);
        }
    }

    private void gauge(String what, JobStatus status, TableName table, ToDoubleFunction<LoadProgress> value) {
        registry.gauge(LOAD + what, Tags.of("table", table.toString()), status, all -> {
            TableStatus now = all.tables().get(table);
            return now == null || now.progress() == null ? Double.NaN : value.applyAsDouble(now.progress());
        });
    }

    /** Returns how many changes of the source were applied. */
    public long changes() {
        return (long) changes.count();
    }

    /** Returns how many net rows of a source table were applied since the start, by operation. */
    public Map<Operation, Long> rows(TableName table) {
        Map<Operation, Long> counts = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            Counter counter = rows.get(new Counted(table, operation));
            counts.put(operation, counter == null ? 0 : (long) counter.count());
        }
        return counts;
    }
}
