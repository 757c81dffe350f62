package io.adbpg.sync.session;

import io.adbpg.sync.batch.BatchExchange;
import io.adbpg.sync.batch.RoutePaused;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.quarantine.RefusalSearch;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.PositionAdapter;
import io.adbpg.sync.status.JobState;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.Suspendable;
import org.apache.camel.resume.ResumeAware;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of the capture route, for any {@link ChangeStream}: emits one exchange per batch. Each start of the route
 * starts a {@link SessionLoop}, which ends when the route is stopped or suspended.
 */
public final class CaptureConsumer extends DefaultConsumer implements ResumeAware<ResumeStrategy>, Suspendable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    /** How long Camel may take to end a suspension once its time is over. */
    private static final long CAMELS_END_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final JobServices job;
    private final ChangeStreams streams;
    private final RefusalSearch search = new RefusalSearch();
    private CommitPosition position;
    private volatile SessionLoop loop;
    /** From start to stop, also while the route is suspended. */
    private LockWatch lockWatch;

    /** @param streams where the changes come from */
    public CaptureConsumer(Endpoint endpoint, Processor processor, ChangeStreams streams, JobServices job) {
        super(endpoint, processor);
        this.streams = streams;
        this.job = job;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (position == null) {
            throw Refusal.usage(
                    "route {0} has no position: wrap its steps in `resumable` with resumeStrategy position, as"
                            + " routes/capture.camel.yaml does",
                    getRouteId());
        }
        SessionLoop next = new SessionLoop(job, streams, position, search, this::send);
        loop = next;
        if (lockWatch == null) {
            lockWatch = new LockWatch(job.context(), job.lock(), job.outOfStep(), () -> loop.endSession());
        }
        // Camel starts the table routes after this one.
        job.context()
                .addStartupListener(
                        (context, alreadyStarted) -> job.takeover().turns().whenDone(next::begin));
    }

    @Override
    protected void doStop() throws Exception {
        if (loop != null) {
            end();
            if (lockWatch != null) {
                lockWatch.close();
                lockWatch = null;
            }
            // Not on suspend: while the job is paused, its lock keeps a standby from taking over.
            job.lock().close();
            job.status().enter(JobState.STOPPED, Message.NONE);
        }
        // Otherwise it has never run, as when edited route files are rehearsed.
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        long begin = System.nanoTime();
        end();
        // Camel suspends a route before it stops it.
        if (!getEndpoint().getCamelContext().isStopping()) {
            job.status().enter(JobState.PAUSED, job.pause().reason());
            if (job.underWay().hasBatches() || System.nanoTime() - begin > camelsPatience()) {
                followRoute();
            }
        }
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        doStart();
    }

    private long camelsPatience() {
        ShutdownStrategy strategy = job.context().getShutdownStrategy();
        return strategy.getTimeUnit().toNanos(strategy.getTimeout());
    }

    /**
     * Goes on when the route counts as started, since somebody has resumed it, or since Camel has given the suspension up: a batch
     * lasts longer than Camel waits. Camel would leave this consumer as it is then, suspended or even stopped.
     */
    private void followRoute() {
        long end = System.nanoTime() + camelsPatience() + CAMELS_END_NANOS;
        Thread following = new Thread(
                () -> {
                    boolean isOver = false;
                    ServiceStatus route = routeStatus();
                    while (!isStarted() && !route.isStopped() && !(isOver && route.isStarted())) {
                        LockSupport.parkNanos(LOOK_NANOS);
                        route = routeStatus();
                        isOver |= route.isSuspended() || System.nanoTime() - end > 0;
                    }
                    if (route.isStarted()) {
                        goOn();
                    }
                },
                "suspension");
        following.setDaemon(true);
        following.start();
    }

    private void goOn() {
        if (isSuspended()) {
            resume();
        } else if (isStopped()) {
            start();
        } else {
            return;
        }
        LOG.warn("route {} could not be suspended in time, since a batch takes too long; it goes on now", getRouteId());
    }

    private ServiceStatus routeStatus() {
        ServiceStatus status = job.context().getRouteController().getRouteStatus(getRouteId());
        return status == null ? ServiceStatus.Stopped : status;
    }

    private void end() throws InterruptedException {
        if (loop != null) {
            loop.end();
        }
    }

    private void send(TableRoutes routes, Batch batch) throws Exception {
        BatchExchange exchange = new BatchExchange(createExchange(false), routes, batch);
        job.underWay().beginBatch();
        try {
            getProcessor().process(exchange.exchange());
            if (exchange.missesRoute()) {
                RoutePaused.check(routes);
            }
            exchange.throwFailure();
        } finally {
            job.underWay().endBatch();
            releaseExchange(exchange.exchange(), false);
        }
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
