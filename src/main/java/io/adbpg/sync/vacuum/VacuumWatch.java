package io.adbpg.sync.vacuum;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.resume.PositionTable;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.settings.Settings.Vacuum;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.vacuum.TargetStorage.Look;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then which target tables have many dead rows that the server does not remove by itself, tells of them, and
 * vacuums them if it is set to. The table with the job's position, whose row each commit updates, it vacuums without being told.
 *
 * <p>Meter {@code adbpg.sync.vacuum.due} is the number of such tables.
 */
public final class VacuumWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final CamelContext context;
    private final Settings settings;
    private final JobStatus status;
    private final JobMetrics metrics;
    /** The table with the job's position. */
    private final TableName position;

    private final DeadRows dead = new DeadRows();
    private final StoredDeadRows stored;
    private final Map<TableName, OffsetDateTime> vacuumedAt = new HashMap<>();
    /** When the dead rows of before the job's start were counted. */
    private final Map<TableName, OffsetDateTime> countedAt = new HashMap<>();

    private boolean isRestored;
    private final Set<TableName> loading = new HashSet<>();
    private final Map<TableName, Pause> pauses = new HashMap<>();
    /** What is to be said of target tables. */
    private final Map<TableName, Message> advice = new ConcurrentHashMap<>();

    private final ScheduledExecutorService executor = executor();
    private final TableVacuum vacuum;

    /** When a table that could not be vacuumed is tried again, in the nanoseconds of the machine. */
    private record Pause(long until, Duration next) {}

    /** The watch of a job; {@link #start()} lets it begin. */
    public VacuumWatch(
            CamelContext context, Settings settings, JobStatus status, JobMetrics metrics, MeterRegistry meters) {
        this.context = context;
        this.settings = settings;
        this.status = status;
        this.metrics = metrics;
        this.position = PositionTable.table(settings.job());
        this.stored = new StoredDeadRows(settings.job());
        this.vacuum = new TableVacuum(settings.target(), settings.job(), executor);
        meters.gauge("adbpg.sync.vacuum.due", advice, Map::size);
    }

    /** One thread waits for a VACUUM, the other looks whether that is in the way. */
    private static ScheduledExecutorService executor() {
        return Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "vacuum");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to look, unless it is set not to. */
    public void start() {
        if (settings.vacuum() != Vacuum.OFF) {
            var looks = executor.scheduleWithFixedDelay(
                    this::tryToLook, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("looking for dead rows: {}", looks);
        }
    }

    /** Says what is to be done about a target table; blank if nothing is. */
    public Message advice(TableName target) {
        return advice.getOrDefault(target, Message.NONE);
    }

    private void tryToLook() {
        try {
            look();
        } catch (Refusal | SQLException e) {
            LOG.debug("cannot look for dead rows", e);
        } catch (RuntimeException e) {
            LOG.debug("looking for dead rows failed", e);
        }
    }

    /** Looks once. */
    synchronized void look() throws SQLException {
        if (!isRestored) {
            restore();
        }
        Set<TableName> due = new HashSet<>();
        Map<TableName, Long> changed = new HashMap<>();
        for (TableName target : count()) {
            long rows = dead.of(target);
            if (DueTables.mayBeDue(rows)) {
                due.add(target);
            }
            if (stored.isDue(target, rows)) {
                changed.put(target, rows);
            }
        }
        advice.keySet().retainAll(due);
        if (!due.isEmpty() || !changed.isEmpty()) {
            ask(due, changed).forEach(this::decide);
        }
    }

    private void restore() throws SQLException {
        try (Connection connection = settings.target().connectToLook(settings.job())) {
            stored.read(connection).forEach((target, estimate) -> {
                dead.restore(target, estimate.rows());
                countedAt.put(target, estimate.countedAt());
            });
        }
        isRestored = true;
    }

    private Map<TableName, Look> ask(Set<TableName> due, Map<TableName, Long> changed) throws SQLException {
        Map<TableName, Look> looks = new HashMap<>();
        try (Connection connection = settings.target().connectToLook(settings.job())) {
            TargetStorage storage = TargetStorage.at(connection);
            for (TableName target : due) {
                storage.look(connection, target).ifPresent(look -> looks.put(target, look));
            }
            store(connection, changed);
        }
        return looks;
    }

    /** Stores estimates; where a lock is in the way, a later look does. */
    private void store(Connection connection, Map<TableName, Long> estimates) {
        try {
            stored.write(connection, estimates);
        } catch (SQLException e) {
            LOG.debug("cannot store how many dead rows there are", e);
        }
    }

    /** Counts what has been applied since the last look; returns the target tables in step. */
    private Set<TableName> count() {
        TableRoutes routes = TableRoutes.of(context);
        Set<TableName> targets = new HashSet<>();
        status.tables().forEach((source, table) -> {
            TableRoute route = routes.of(source);
            if (route == null || route.mapping() == null || route.mapping().isHistory()) {
                return;
            }
            TableName target = route.mapping().target(source);
            dead.count(source, target, metrics.rows(source));
            if (table.state() == State.LOADING) {
                loading.add(target);
            } else if (loading.remove(target)) {
                dead.areGone(target);
            }
            targets.add(target);
        });
        targets.removeAll(loading);
        // Each commit updates its row.
        dead.count(position, position, Map.of(Operation.UPDATE, metrics.commits()));
        targets.add(position);
        return targets;
    }

    private void decide(TableName target, Look look) {
        if (isVacuumed(target, look)) {
            dead.areGone(target);
        }
        long rows = dead.of(target);
        if (!DueTables.isDue(rows, look)) {
            advice.remove(target);
            return;
        }
        Message many = Message.of("it has about {0} dead rows on the target, where nothing vacuums it", rows);
        String byHand = "VACUUM " + target.toSql();
        if (settings.vacuum() != Vacuum.ON && !target.equals(position)) {
            tell(target, Message.of("{0}: run {1}, or set sync.vacuum=on", many, byHand));
        } else if (!look.isAllowed()) {
            tell(
                    target,
                    Message.of(
                            "{0}, and only its owner may: run {1} as its owner, or make {2} the owner",
                            many, byHand, TableName.quote(settings.target().user())));
        } else if (pauses.get(target) == null
                || System.nanoTime() - pauses.get(target).until() > 0) {
            vacuum(target, rows, Message.of("{0}: run {1} in a quiet moment", many, byHand));
        }
    }

    /** Whether a table was vacuumed since the last look, or since its rows were counted for the last time before the job's start. */
    private boolean isVacuumed(TableName target, Look look) {
        boolean isSeen = vacuumedAt.containsKey(target);
        OffsetDateTime before = vacuumedAt.put(target, look.vacuumedAt());
        OffsetDateTime counted = countedAt.remove(target);
        return isSeen ? !Objects.equals(before, look.vacuumedAt()) : look.isVacuumedSince(counted);
    }

    private void vacuum(TableName target, long rows, Message inVain) {
        long begin = System.nanoTime();
        try {
            if (vacuum.run(target)) {
                dead.areGone(target);
                advice.remove(target);
                pauses.remove(target);
                LOG.info(
                        "target table {}: vacuumed in {} ms, with about {} dead rows",
                        target,
                        (System.nanoTime() - begin) / 1_000_000,
                        rows);
                return;
            }
            tell(target, Message.of("{0}; the job's own VACUUM gave way to others that need the table", inVain));
        } catch (SQLException e) {
            LOG.debug("cannot vacuum {}", target, e);
            tell(
                    target,
                    Message.of(
                            "{0}; the job could not: {1}",
                            inVain,
                            Diagnosis.of(new Failed("target", e), settings).message()));
        }
        Duration pause = pauses.containsKey(target) ? pauses.get(target).next() : FIRST_PAUSE;
        Duration next = pause.multipliedBy(2);
        pauses.put(
                target,
                new Pause(
                        System.nanoTime() + pause.toNanos(), next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next));
    }

    private void tell(TableName target, Message what) {
        if (advice.put(target, what) == null) {
            LOG.warn("target table {}: {}", target, what);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
