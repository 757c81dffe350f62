package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.batch.ApplyAhead;
import io.adbpg.sync.batch.Backoff;
import io.adbpg.sync.batch.BatchApply;
import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.batch.RoutePaused;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.precheck.Precheck;
import io.adbpg.sync.quarantine.Care;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.routes.Pause;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a job, one after the other, from a start of the capture route to its end.
 *
 * <p>There is one way to recover from anything, and starting is that way: close both ends, which takes back what was not
 * committed, wait, and begin again from the position that the target holds.
 */
final class SessionLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);
    /** How long a batch may take to end when the route is stopped; Camel itself gives up after 45 seconds. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private static final Duration LONGEST_ABORT = Duration.ofSeconds(10);

    private final CamelContext context;
    private final ChangeStreams streams;
    private final CommitPosition position;
    private final Care care;
    private final BatchApply.Sender sender;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private final TablesOutOfStep loads;
    private final TableWatch watch;
    private final LockWatch lockWatch;
    private final ExecutorService executor;
    private final ExecutorService applying;
    private volatile ChangeStream stream;
    private volatile boolean stopping;
    private volatile boolean sessionIsOver;
    private volatile TargetConnection connection;
    private boolean precheckIsDue = true;

    /**
     * A loop that has not begun.
     *
     * @param streams where the changes come from
     * @param care kept from one loop to the next
     */
    SessionLoop(
            CamelContext context, ChangeStreams streams, CommitPosition position, Care care, BatchApply.Sender sender) {
        this.context = context;
        this.streams = streams;
        this.position = position;
        this.care = care;
        this.sender = sender;
        this.loads = new TablesOutOfStep(bean(JobStatus.class));
        this.watch = new TableWatch(context, bean(JobStatus.class), loads, this::endSession);
        this.lockWatch = new LockWatch(context, bean(JobLock.class), loads, this::endSession);
        this.executor = context.getExecutorServiceManager().newSingleThreadExecutor(this, "capture");
        this.applying = context.getExecutorServiceManager().newSingleThreadExecutor(this, "apply");
    }

    /** Begins, unless it has ended. */
    void begin() {
        if (!stopping) {
            bean(Pause.class).isOver();
            executor.execute(this::run);
        }
    }

    /** Whether nothing of it is at work any more. */
    boolean hasEnded() {
        return executor.isTerminated();
    }

    /** Ends it; the batch that is being applied is applied, if the target lets that happen soon. */
    void end() throws InterruptedException {
        stopping = true;
        ChangeStream running = stream;
        if (running != null) {
            running.close();
        }
        backoff.wake();
        bean(Fence.class).ends();
        watch.close();
        lockWatch.close();
        loads.close();
        context.getExecutorServiceManager().shutdown(executor);
        if (!executor.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            // The target does not answer: what it holds of the batch is taken back.
            connection.abort();
            if (!executor.awaitTermination(LONGEST_ABORT.toSeconds(), TimeUnit.SECONDS)) {
                applying.shutdownNow();
                executor.shutdownNow();
            }
        }
        // The other one has waited for it.
        context.getExecutorServiceManager().shutdown(applying);
    }

    private void run() {
        connection = bean(Target.class).own();
        while (!stopping) {
            sessionIsOver = false;
            try {
                session();
                continue;
            } catch (SessionOver e) {
                continue;
            } catch (RoutePaused e) {
                if (!stopping) {
                    bean(JobStatus.class).enter(JobState.PAUSED, e.getMessage());
                    bean(RouteTakeover.class).tried(null);
                    backoff.reset();
                }
            } catch (Throwable e) {
                if (!stopping && !recoverFrom(e)) {
                    return;
                }
            } finally {
                stream = null;
                watch.ends();
                bean(Fence.class).ends();
                bean(JobMetrics.class).nothingInHand();
                connection.reset();
            }
            backoff.pause(() -> stopping || bean(Quarantine.class).isAsked());
        }
    }

    /** Says what is wrong; returns false if the job can't go on. */
    private boolean recoverFrom(Throwable failure) {
        LOG.debug("the job failed", failure);
        JobStatus status = bean(JobStatus.class);
        if (status.failIfOutOfMemory(failure)) {
            return false;
        }
        Diagnosis diagnosis = Diagnosis.of(failure, bean(Settings.class));
        if (failure instanceof Refusal refusal) {
            bean(RouteTakeover.class).tried(refusal);
        }
        if (!status.hasSynced() && !diagnosis.passing()) {
            status.fail(diagnosis.refusal());
            return false;
        }
        status.enter(JobState.WAITING, diagnosis.message());
        precheckIsDue = true;
        return true;
    }

    private void session() throws Exception {
        Settings settings = bean(Settings.class);
        JobStatus status = bean(JobStatus.class);
        if (!status.hasSynced() && status.view().state() != JobState.LOADING) {
            status.enter(JobState.PRECHECKING, settings.source() + " to " + settings.target());
        }
        TableRoutes routes = TableRoutes.of(context);
        RoutePaused.check(routes);
        bean(JobLock.class).require();
        if (precheckIsDue) {
            bean(Precheck.class).beforeStart();
            precheckIsDue = false;
        }
        try (Session session = new Session(
                context,
                settings,
                bean(JobStatus.class),
                bean(Target.class),
                position,
                loads,
                routes,
                bean(RouteTakeover.class).isOnTrial(),
                this::endSession,
                bean(Quarantine.class))) {
            boolean streams = session.open();
            bean(RouteTakeover.class).tried(null);
            if (streams) {
                stream(settings, routes, session);
            }
        }
    }

    private void stream(Settings settings, TableRoutes routes, Session session) throws Exception {
        BatchApply apply = new BatchApply(context, settings, routes, position, connection, care, backoff, sender);
        apply.open(session::isStreamed);
        StreamShapes shapes = session.shapes();
        stream = streams.open(settings, session.tables(), shapes, session.truncates());
        if (stopping || sessionIsOver) {
            return;
        }
        ApplyAhead applier = new ApplyAhead(apply::apply, position.written(), applying);
        BatchAssembler assembler = new BatchAssembler(
                settings.batchMaxRows(),
                settings.batchMaxBytes(),
                apply::rule,
                applier,
                apply::undo,
                bean(Fence.class),
                apply.quarantine());
        bean(JobStatus.class).enter(JobState.SYNCING, "");
        watch.begins(routes.names(), session.known(), session.tables());
        bean(Fence.class).begins(() -> bean(Target.class).attach(connection));
        try (applier) {
            stream.run(session.admission(shapes, assembler));
            applier.settle();
        } catch (Failed | RoutePaused | SessionOver | Refusal e) {
            throw e;
        } catch (Exception e) {
            if (session.isAnyAltered(e)) {
                LOG.debug("the stream failed at an altered table", e);
                throw new SessionOver("a table was altered");
            }
            throw new Failed("source", e);
        }
    }

    /** Has a table loaded again; refuses what can't be. */
    void reload(TableName table) {
        String why = LoadPlan.whyNotAgain(table, TableRoutes.of(context));
        if (why != null) {
            throw new Refusal("table " + table + " can't be loaded again: " + why);
        }
        loads.request(table);
        endSession();
    }

    /** Lets the next session begin soon, also if that waits. */
    void startOver() {
        endSession();
        backoff.wake();
    }

    /** Lets the session end, from any thread, and another one follow at once. */
    private void endSession() {
        sessionIsOver = true;
        ChangeStream running = stream;
        if (running != null) {
            running.close();
        }
    }

    private <T> T bean(Class<T> type) {
        return CamelContextHelper.mandatoryFindSingleByType(context, type);
    }
}
