package io.adbpg.sync.load;

import io.adbpg.sync.apply.RefusedStagedRow;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.LoadProgress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies tables from one snapshot, several at a time. Each goes through route {@code initial-load}, part by part. */
final class SnapshotCopy {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private static final int LOG_SECONDS = 10;

    private final Settings settings;
    private final JobStatus status;
    private final Target target;
    private final ProducerTemplate template;
    private final TableStates states;
    private final ExportedSnapshot snapshot;
    private Map<TableName, LoadProgress> progress = Map.of();

    /** What is left of the current stage; the parts of a unit are copied in one transaction. */
    private final Queue<List<TablePart>> units = new ConcurrentLinkedQueue<>();

    private final Set<TargetConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<TableName, Diagnosis> failures = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    SnapshotCopy(
            Settings settings, JobStatus status, Target target, ProducerTemplate template, ExportedSnapshot snapshot) {
        this.settings = settings;
        this.status = status;
        this.target = target;
        this.template = template;
        this.states = new TableStates(settings.job(), template);
        this.snapshot = snapshot;
    }

    /**
     * Loads tables, the largest first; returns when all are finished or have failed.
     *
     * @param version the source's version, such as 160011
     * @return why tables could not be loaded
     */
    Map<TableName, Diagnosis> run(List<TableLoad> loads, int version, ExecutorService executor) throws Exception {
        connections.add(target.own());
        LoadStages stages = new LoadStages(settings, status, target, template, snapshot, version, this::fail);
        progress = stages.progress();
        for (List<List<TablePart>> stage : stages.prepare(loads)) {
            units.addAll(stage);
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < settings.load().threads(); i++) {
                workers.add(executor.submit(this::work));
            }
            for (Future<?> worker : workers) {
                await(worker);
            }
        }
        return new TreeMap<>(failures);
    }

    private void await(Future<?> worker) throws Exception {
        while (true) {
            try {
                worker.get(LOG_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                LOG.info("load: {}", LoadSummary.of(progress));
            }
        }
    }

    /** Stops all copies, from any thread: they fail. */
    void stop() {
        stopping = true;
        units.clear();
        connections.forEach(TargetConnection::abort);
    }

    private void work() {
        connections.add(target.own());
        try {
            List<TablePart> unit = units.poll();
            while (unit != null && !stopping) {
                if (unit.stream().noneMatch(part -> part.task().hasFailed())) {
                    copy(unit);
                }
                unit = units.poll();
            }
        } finally {
            target.own().reset();
        }
    }

    private void copy(List<TablePart> unit) {
        try {
            for (int i = 0; i < unit.size(); i++) {
                TablePart part = unit.get(i);
                part.task().progress().begin();
                LoadStages.send(template, "direct:initial-load", i < unit.size() - 1 ? part.followed() : part);
            }
            for (TablePart part : unit) {
                finish(part);
            }
        } catch (Exception e) {
            Refusal refusal = RefusedStagedRow.find(target.own(), e);
            unit.forEach(part -> {
                part.task().fail();
                fail(part.task().load(), refusal == null ? e : refusal);
            });
        }
    }

    private void finish(TablePart part) throws SQLException {
        LoadTask task = part.task();
        if (task.finishPart()) {
            if (task.isInParts()) {
                task.complete(states, Database.source(template), Database.target(template), snapshot.lsn());
                target.commit();
            }
            finish(task);
        }
    }

    private void finish(LoadTask task) {
        task.progress().finish();
        LOG.info("table {}: loaded {}", task.load().name(), task.progress().summary());
        if (task.load().mapping() != null) {
            tidy(task);
        }
    }

    /**
     * Drops the table that was replaced, which the next session does if this fails, and collects statistics; without them the
     * planner takes the table for a small one. Only its owner may, so that may fail.
     */
    private void tidy(LoadTask task) {
        try {
            task.dropReplaced(Database.target(template));
            target.commit();
            Database.target(template).run("ANALYZE " + task.load().target());
            target.commit();
        } catch (SQLException | Failed e) {
            LOG.debug("cannot tidy up after {}", task.load().target(), e);
            target.own().reset();
        }
    }

    private void fail(TableLoad load, Exception failure) {
        target.own().reset();
        if (!stopping) {
            LOG.debug("loading table {} failed", load.name(), failure);
            status.failIfOutOfMemory(failure);
            failures.putIfAbsent(load.name(), Diagnosis.of(new Failed("target", failure), settings));
        }
    }
}
