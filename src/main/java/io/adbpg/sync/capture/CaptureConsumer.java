package io.adbpg.sync.capture;

import io.adbpg.sync.Diagnosis;
import io.adbpg.sync.Refusal;
import io.adbpg.sync.RouteReload;
import io.adbpg.sync.Settings;
import io.adbpg.sync.apply.TableRoutes;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.capture.Admission.SessionOver;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.operate.JobControl;
import io.adbpg.sync.operate.JobMetrics;
import io.adbpg.sync.operate.JobState;
import io.adbpg.sync.operate.JobStatus;
import io.adbpg.sync.operate.Pause;
import io.adbpg.sync.precheck.Precheck;
import io.adbpg.sync.quarantine.Care;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.resume.PositionAdapter;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.resume.ResumeAware;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits one exchange per batch, whatever {@link ChangeStream} the changes come from.
 *
 * <p>There is one way to recover from anything, and starting is that way: close both ends, which takes back what was not
 * committed, wait, and begin again from the position that the target holds.
 */
public final class CaptureConsumer extends DefaultConsumer implements ResumeAware<ResumeStrategy>, Suspendable {
    /** The name in the registry of the connection to the source by which sessions are opened. */
    public static final String SOURCE = "sessionSource";

    private static final Logger LOG = LoggerFactory.getLogger(CaptureConsumer.class);
    /** How long a batch may take to end when the route is stopped; Camel itself gives up after 45 seconds. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private static final Duration LONGEST_ABORT = Duration.ofSeconds(10);

    private final ChangeStreams streams;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private CommitPosition position;
    private ExecutorService executor;
    private ExecutorService applying;
    private volatile ChangeStream stream;
    private volatile boolean stopping;
    private volatile boolean sessionIsOver;
    private volatile TargetConnection connection;
    private volatile boolean precheckIsDue;
    private TableLoads loads;
    private TableWatch watch;
    private LockWatch lockWatch;
    private final Care care = new Care();

    /** @param streams where the changes come from */
    public CaptureConsumer(Endpoint endpoint, Processor processor, ChangeStreams streams) {
        super(endpoint, processor);
        this.streams = streams;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (position == null) {
            throw Refusal.usage("route " + getRouteId() + " has no position: wrap its steps in `resumable` with"
                    + " resumeStrategy position, as routes/capture.camel.yaml does");
        }
        if (executor != null && !executor.isTerminated()) {
            throw new IllegalStateException(
                    "route " + getRouteId() + " has not ended yet since it was stopped: start it again later");
        }
        stopping = false;
        precheckIsDue = true;
        loads = new TableLoads(bean(JobStatus.class));
        watch = new TableWatch(getEndpoint().getCamelContext(), bean(JobStatus.class), loads, this::endSession);
        lockWatch = new LockWatch(getEndpoint().getCamelContext(), bean(JobLock.class), loads, this::endSession);
        bean(JobControl.class).onReload(this::reload);
        bean(Quarantine.class).onRequest(() -> {
            endSession();
            backoff.wake();
        });
        executor = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "capture");
        applying = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "apply");
        // Not before: the table routes are started after this one.
        getEndpoint().getCamelContext().addStartupListener((context, alreadyStarted) -> bean(RouteReload.class)
                .whenSettled(this::begin));
    }

    private void begin() {
        if (!stopping) {
            bean(Pause.class).isOver();
            executor.execute(this::loop);
        }
    }

    @Override
    protected void doStop() throws Exception {
        end();
        // Not before: while the job is paused nobody else may go on for it.
        bean(JobLock.class).close();
        bean(JobStatus.class).enter(JobState.STOPPED, "");
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        end();
        // Camel suspends a route before it stops it.
        if (!getEndpoint().getCamelContext().isStopping()) {
            bean(JobStatus.class).enter(JobState.PAUSED, bean(Pause.class).reason());
        }
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        doStart();
    }

    private void end() throws InterruptedException {
        stopping = true;
        ChangeStream running = stream;
        if (running != null) {
            running.close();
        }
        backoff.wake();
        bean(Fence.class).ends();
        if (loads != null) {
            watch.close();
            lockWatch.close();
            loads.close();
        }
        if (executor == null) {
            return;
        }
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(executor);
        if (!executor.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            // The target does not answer: what it holds of the batch is taken back.
            connection.abort();
            if (!executor.awaitTermination(LONGEST_ABORT.toSeconds(), TimeUnit.SECONDS)) {
                applying.shutdownNow();
                executor.shutdownNow();
            }
        }
        // The other one has waited for it.
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(applying);
    }

    private void loop() {
        backoff.reset();
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
                    bean(RouteReload.class).tried(null);
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
            bean(RouteReload.class).tried(refusal);
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
        TableRoutes routes = TableRoutes.of(getEndpoint().getCamelContext());
        RoutePaused.check(routes);
        bean(JobLock.class).require();
        if (precheckIsDue) {
            bean(Precheck.class).beforeStart();
            precheckIsDue = false;
        }
        try (CaptureSession session = new CaptureSession(
                getEndpoint().getCamelContext(),
                settings,
                bean(JobStatus.class),
                bean(Target.class),
                position,
                loads,
                routes,
                bean(RouteReload.class).isOnTrial(),
                this::endSession,
                bean(Quarantine.class))) {
            boolean streams = session.open();
            bean(RouteReload.class).tried(null);
            if (streams) {
                stream(settings, routes, session);
            }
        }
    }

    private void stream(Settings settings, TableRoutes routes, CaptureSession session) throws Exception {
        BatchApply apply = new BatchApply(
                getEndpoint().getCamelContext(), settings, routes, position, connection, care, backoff, this::send);
        apply.open(session::isStreamed);
        StreamShapes shapes = session.shapes();
        stream = streams.open(settings, session.tables(), shapes, session.truncates());
        if (stopping || sessionIsOver) {
            return;
        }
        Applier applier = new Applier(apply::apply, position.written(), applying);
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
        } catch (Diagnosis.Failed | RoutePaused | SessionOver | Refusal e) {
            throw e;
        } catch (Exception e) {
            if (session.isAnyAltered(e)) {
                LOG.debug("the stream failed at an altered table", e);
                throw new SessionOver("a table was altered");
            }
            throw new Diagnosis.Failed("source", e);
        }
    }

    private void reload(TableName table) {
        String why = LoadPlan.whyNotAgain(table, TableRoutes.of(getEndpoint().getCamelContext()));
        if (why != null) {
            throw new Refusal("table " + table + " can't be loaded again: " + why);
        }
        loads.request(table);
        endSession();
    }

    /** Lets the session end, from any thread, and another one follow at once. */
    private void endSession() {
        sessionIsOver = true;
        ChangeStream running = stream;
        if (running != null) {
            running.close();
        }
    }

    private void send(TableRoutes routes, Batch batch) throws Exception {
        BatchExchange exchange = new BatchExchange(createExchange(false), routes, batch);
        try {
            getProcessor().process(exchange.exchange());
            if (exchange.missesRoute()) {
                RoutePaused.check(routes);
            }
            exchange.throwFailure();
        } finally {
            releaseExchange(exchange.exchange(), false);
        }
    }

    private <T> T bean(Class<T> type) {
        return CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), type);
    }

    @Override
    public void setResumeStrategy(ResumeStrategy strategy) {
        position = (CommitPosition) strategy;
    }

    @Override
    public ResumeStrategy getResumeStrategy() {
        return position;
    }

    @Override
    public String adapterFactoryService() {
        return PositionAdapter.SERVICE;
    }
}
