package io.adbpg.sync.load;

import io.adbpg.sync.apply.RefusedStagedRow;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.quarantine.LoadQuarantine;
import io.adbpg.sync.quarantine.Quarantine;
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
import java.util.stream.Collectors;
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
    private final LoadCompletion completion;
    private final ExportedSnapshot snapshot;
    private final Quarantine quarantine;
    private Map<TableName, LoadProgress> progress = Map.of();

    /** What is left of the current stage. */
    private final Queue<LoadUnit> units = new ConcurrentLinkedQueue<>();

    private final Set<TargetConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<TableName, Diagnosis> failures = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    SnapshotCopy(
            Settings settings,
            JobStatus status,
            Target target,
            ProducerTemplate template,
            ExportedSnapshot snapshot,
            Quarantine quarantine) {
        this.settings = settings;
        this.status = status;
        this.target = target;
        this.template = template;
        this.completion = LoadCompletion.of(settings.job(), template, target);
        this.snapshot = snapshot;
        this.quarantine = quarantine;
    }

    /**
     * Loads tables, the largest first; returns when all are finished or have failed.
     *
     * @param version the source's version, such as 160011
     * @return why tables could not be loaded
     */
    Map<TableName, Diagnosis> run(List<TableLoad> loads, int version, ExecutorService executor) throws Exception {
        connections.add(target.own());
        try (LoadQuarantine refused = quarantined()) {
            for (List<LoadUnit> stage : prepare(loads, version, refused)) {
                units.addAll(stage);
                List<Future<?>> workers = new ArrayList<>();
                for (int i = 0; i < settings.load().threads(); i++) {
                    workers.add(executor.submit(this::work));
                }
                for (Future<?> worker : workers) {
                    await(worker);
                }
            }
        }
        return new TreeMap<>(failures);
    }

    private LoadQuarantine quarantined() {
        try {
            return quarantine.forLoad(target.own());
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
    }

    private List<List<LoadUnit>> prepare(List<TableLoad> loads, int version, LoadQuarantine refused) {
        try {
            LoadStages stages =
                    new LoadStages(settings, status, target, template, snapshot, refused, version, this::fail);
            progress = stages.progress();
            return stages.prepare(loads);
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
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
            LoadUnit unit = units.poll();
            while (unit != null && !stopping) {
                if (!unit.hasFailed()) {
                    copy(unit);
                }
                unit = units.poll();
            }
        } finally {
            target.own().reset();
        }
    }

    private void copy(LoadUnit unit) {
        try {
            for (TablePart part : unit.parts()) {
                part.task().progress().begin();
                LoadStages.send(template, "direct:initial-load", part);
            }
            for (TablePart part : unit.parts()) {
                part.quarantine().noteCommit();
                part.task().countQuarantined(part.quarantine().size());
            }
            finish(unit);
        } catch (Exception e) {
            unit.parts().forEach(part -> part.quarantine().giveUp());
            if (unit.isDivisible() && !stopping) {
                LOG.debug("{} tables could not be loaded together", unit.parts().size(), e);
                target.own().reset();
                unit.parts().forEach(part -> part.task().progress().restart());
                unit.divided().forEach(this::copy);
                return;
            }
            Refusal refusal = RefusedStagedRow.find(target.own(), e);
            unit.parts().forEach(part -> {
                part.task().fail();
                fail(part.task().load(), refusal == null ? e : refusal);
            });
        }
    }

    private void finish(LoadUnit unit) throws SQLException {
        List<LoadTask> finished = new ArrayList<>();
        for (TablePart part : unit.parts()) {
            LoadTask task = part.task();
            if (task.finishPart()) {
                finished.add(task);
                if (task.isInParts()) {
                    completion.record(List.of(task), snapshot.lsn());
                    target.commit();
                }
                task.quarantine().noteCleared();
            }
        }
        for (LoadTask task : finished) {
            task.progress().finish();
            LOG.info(
                    "table {}: loaded {}{}",
                    task.load().name(),
                    task.progress().summary(),
                    task.quarantined() == 0 ? "" : "; " + task.quarantined() + " of them are in quarantine");
        }
        finished.removeIf(task -> task.load().mapping() == null);
        if (!finished.isEmpty()) {
            tidy(finished);
        }
    }

    /**
     * Drops tables that were replaced, which the next session does if this fails, and collects statistics; without them the
     * planner takes the table for a small one. Only its owner may, so that may fail.
     */
    private void tidy(List<LoadTask> tasks) {
        try {
            tasks.forEach(LoadTask::dropReplaced);
            target.commit();
            Database.target(template)
                    .run(tasks.stream()
                            .map(task -> "ANALYZE " + task.load().target())
                            .collect(Collectors.joining("; ")));
            target.commit();
        } catch (SQLException | Failed e) {
            LOG.debug("cannot tidy up after {}", tasks.get(0).load().target(), e);
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
