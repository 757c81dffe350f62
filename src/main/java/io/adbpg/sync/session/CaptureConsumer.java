package io.adbpg.sync.session;

import io.adbpg.sync.batch.BatchExchange;
import io.adbpg.sync.batch.RoutePaused;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.operate.JobControl;
import io.adbpg.sync.quarantine.Care;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.resume.PositionAdapter;
import io.adbpg.sync.routes.Pause;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.resume.ResumeAware;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;

/**
 * Emits one exchange per batch, whatever {@link ChangeStream} the changes come from: each start of the route begins a
 * {@link SessionLoop}, which ends when the route is stopped or suspended.
 */
public final class CaptureConsumer extends DefaultConsumer implements ResumeAware<ResumeStrategy>, Suspendable {
    /** The name in the registry of the connection to the source by which sessions are opened. */
    public static final String SOURCE = "sessionSource";

    private final ChangeStreams streams;
    private final Care care = new Care();
    private CommitPosition position;
    private SessionLoop loop;

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
        if (loop != null && !loop.hasEnded()) {
            throw new IllegalStateException(
                    "route " + getRouteId() + " has not ended yet since it was stopped: start it again later");
        }
        SessionLoop next = new SessionLoop(getEndpoint().getCamelContext(), streams, position, care, this::send);
        loop = next;
        bean(JobControl.class).onReload(next::reload);
        bean(Quarantine.class).onRequest(next::startOver);
        // Not before: the table routes are started after this one.
        getEndpoint().getCamelContext().addStartupListener((context, alreadyStarted) -> bean(RouteTakeover.class)
                .whenSettled(next::begin));
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
        if (loop != null) {
            loop.end();
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
