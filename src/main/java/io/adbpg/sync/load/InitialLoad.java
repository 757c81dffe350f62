package io.adbpg.sync.load;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads tables in the background, all from one snapshot.
 *
 * <p>A finished table stays loaded even if others fail. The stream may go on meanwhile, but the slot must retain the WAL
 * after {@link #neededFrom()}.
 */
public final class InitialLoad implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int LONGEST_STOP_SECONDS = 3;

    private final CamelContext context;
    private final Settings settings;
    private final JobStatus status;
    private final Target target;
    private final Quarantine quarantine;
    private final CountDownLatch done = new CountDownLatch(1);
    private final ExecutorService executor;
    private List<TableLoad> loads = List.of();
    private volatile long neededFrom;
    private volatile Map<TableName, Diagnosis> failures = Map.of();
    private volatile boolean stopping;
    private volatile ExportedSnapshot snapshot;
    private volatile SnapshotCopy run;

    /** @param quarantine takes rows that the target refuses */
    public InitialLoad(
            CamelContext context, Settings settings, JobStatus status, Target target, Quarantine quarantine) {
        this.context = context;
        this.settings = settings;
        this.status = status;
        this.target = target;
        this.quarantine = quarantine;
        this.executor = context.getExecutorServiceManager().newCachedThreadPool(this, "load");
    }

    /**
     * Starts the load; returns at once.
     *
     * @param abilities what the source can do
     * @param confirmed a position beyond which the slot has not been confirmed
     * @param whenDone called once, on a thread of the load, when the load has ended; not if it was closed
     */
    public void start(List<TableLoad> tables, Abilities abilities, long confirmed, Runnable whenDone) {
        loads = List.copyOf(tables);
        neededFrom = confirmed;
        loads.forEach(load -> status.table(load.name(), State.LOADING, Message.NONE, null));
        executor.execute(() -> {
            try {
                run(abilities);
            } finally {
                done.countDown();
            }
            if (!stopping) {
                whenDone.run();
            }
        });
    }

    private void run(Abilities abilities) {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            snapshot = new ExportedSnapshot(settings, "load", abilities);
            if (!stopping) {
                snapshot.export();
                neededFrom = snapshot.lsn();
                run = new SnapshotCopy(settings, status, target, template, snapshot, quarantine);
                failures = run.run(loads, abilities.version(), executor);
            }
        } catch (Exception e) {
            LOG.debug("the load failed", e);
            status.failIfOutOfMemory(e);
            Diagnosis why = Diagnosis.of(new Failed("source", e), settings);
            Map<TableName, Diagnosis> all = new TreeMap<>();
            loads.forEach(load -> all.put(load.name(), why));
            failures = all;
        } finally {
            target.own().reset();
            closeSnapshot();
        }
    }

    public boolean isRunning() {
        return done.getCount() > 0;
    }

    /** Waits until the load has ended, for so long at most; returns whether it has. */
    public boolean await(Duration limit) throws InterruptedException {
        return done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The source tables that are loaded. */
    public List<TableName> tables() {
        return loads.stream().map(TableLoad::name).toList();
    }

    /** The stream's changes after this position are needed again once the load has ended. */
    public long neededFrom() {
        return neededFrom;
    }

    /** Why tables could not be loaded; complete once the load has ended. */
    public Map<TableName, Diagnosis> failures() {
        return failures;
    }

    private void closeSnapshot() {
        try {
            if (snapshot != null) {
                snapshot.close();
            }
        } catch (Exception e) {
            LOG.debug("closing the load's snapshot failed", e);
        }
    }

    /** Aborts the tables that are not finished. */
    @Override
    public void close() {
        stopping = true;
        closeSnapshot();
        if (run != null) {
            run.stop();
        }
        context.getExecutorServiceManager().shutdown(executor);
        try {
            if (!done.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the load has not ended yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
