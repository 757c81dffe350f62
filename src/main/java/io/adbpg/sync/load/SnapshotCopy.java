package io.adbpg.sync.load;

import io.adbpg.sync.apply.RefusedStagedRow;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableLoad.Way;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.TableStatus.State;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.apache.camel.Exchange;
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
    private final Queue<TablePart> parts = new ConcurrentLinkedQueue<>();
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
        plan(loads, version);
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < settings.load().threads(); i++) {
            workers.add(executor.submit(this::work));
        }
        for (Future<?> worker : workers) {
            await(worker);
        }
        return new TreeMap<>(failures);
    }

    private void await(Future<?> worker) throws Exception {
        while (true) {
            try {
                worker.get(LOG_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                status.tables().forEach((table, now) -> {
                    if (now.state() == State.LOADING
                            && now.progress() != null
                            && !now.progress().isFinished()) {
                        LOG.info("table {}: {}", table, now);
                    }
                });
            }
        }
    }

    /** Stops all copies, from any thread: they fail. */
    void stop() {
        stopping = true;
        parts.clear();
        connections.forEach(TargetConnection::abort);
    }

    private void plan(List<TableLoad> loads, int version) throws SQLException {
        Database source = Database.source(template);
        Map<TableName, TableSize> sizes = new TreeMap<>();
        for (TableLoad load : loads) {
            sizes.put(load.name(), TableSize.of(source, version, load.table()));
        }
        List<TableLoad> ordered = new ArrayList<>(loads);
        ordered.sort(Comparator.comparing(load -> -sizes.get(load.name()).bytes()));
        for (TableLoad load : ordered) {
            plan(load, sizes.get(load.name()));
        }
    }

    private void plan(TableLoad load, TableSize size) {
        LoadProgress progress = new LoadProgress(size.rows(), size.bytes(), Clock.systemUTC());
        try {
            ShadowTable shadow = load.way() == Way.REPLACE && !load.shared()
                    ? ShadowTable.create(
                            Database.target(template),
                            load.mapping().target(load.name()),
                            load.mapping().targetTable(load.name()).layout().distribution())
                    : null;
            boolean inParts = shadow != null || (load.way() == Way.COPY && !load.shared());
            List<String> conditions = inParts ? size.parts(settings.load().threads()) : List.of("");
            LoadTask task = new LoadTask(load, progress, shadow, conditions.size());
            if (load.emptiedFirst()) {
                send("direct:empty-table", new TablePart(task, snapshot, ""));
            }
            if (task.isBegun()) {
                states.begin(load.table(), load.targetName());
            }
            target.commit();
            status.table(load.name(), State.LOADING, "", progress);
            conditions.forEach(condition -> parts.add(new TablePart(task, snapshot, condition)));
        } catch (Exception e) {
            fail(load, e);
        }
    }

    private void work() {
        connections.add(target.own());
        try {
            TablePart part = parts.poll();
            while (part != null && !stopping) {
                if (!part.task().hasFailed()) {
                    copy(part);
                }
                part = parts.poll();
            }
        } finally {
            target.own().reset();
        }
    }

    private void copy(TablePart part) {
        LoadTask task = part.task();
        try {
            send("direct:initial-load", part);
            if (task.finishPart()) {
                if (task.isInParts()) {
                    task.complete(states, Database.source(template), Database.target(template), snapshot.lsn());
                    target.commit();
                }
                finish(task);
            }
        } catch (Exception e) {
            Refusal refusal = RefusedStagedRow.find(target.own(), e);
            task.fail();
            fail(task.load(), refusal == null ? e : refusal);
        }
    }

    private void finish(LoadTask task) {
        task.progress().finish();
        LOG.info("table {}: loaded {}", task.load().name(), task.progress().summary());
        if (task.load().mapping() != null) {
            analyze(task.load());
        }
    }

    /** Collects statistics; without them the planner takes the table for a small one. Only its owner may, so this may fail. */
    private void analyze(TableLoad load) {
        try {
            Database.target(template).run("ANALYZE " + load.target());
            target.commit();
        } catch (SQLException | Failed e) {
            LOG.debug("cannot analyze {}", load.target(), e);
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

    private void send(String route, TablePart part) throws Exception {
        Exchange exchange =
                template.request(route, request -> request.getMessage().setBody(part));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
