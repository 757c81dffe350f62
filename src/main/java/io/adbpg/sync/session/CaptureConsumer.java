package io.adbpg.sync.session;

import io.adbpg.sync.batch.BatchExchange;
import io.adbpg.sync.batch.RoutePaused;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.quarantine.RefusalSearch;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.PositionAdapter;
import io.adbpg.sync.status.JobState;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.resume.ResumeAware;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.support.DefaultConsumer;

/**
 * The consumer of the capture route, for any {@link ChangeStream}: emits one exchange per batch. Each start of the route
 * starts a {@link SessionLoop}, which ends when the route is stopped or suspended.
 */
public final class CaptureConsumer extends DefaultConsumer implements ResumeAware<ResumeStrategy>, Suspendable {
    private final JobServices job;
    private final ChangeStreams streams;
    private final RefusalSearch search = new RefusalSearch();
    private CommitPosition position;
    private SessionLoop loop;

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
            throw Refusal.usage("route " + getRouteId() + " has no position: wrap its steps in `resumable` with"
                    + " resumeStrategy position, as routes/capture.camel.yaml does");
        }
        if (loop != null && !loop.hasEnded()) {
            throw new IllegalStateException(
                    "route " + getRouteId() + " was stopped and has not ended yet: start it again later");
        }
        loop = new SessionLoop(job, streams, position, search, this::send);
        // Camel starts the table routes after this one.
        job.context()
                .addStartupListener((context, alreadyStarted) -> job.takeover().whenTakenOver(loop::begin));
    }

    @Override
    protected void doStop() throws Exception {
        end();
        // Not on suspend: while the job is paused, its lock keeps a standby from taking over.
        job.lock().close();
        job.status().enter(JobState.STOPPED, "");
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        end();
        // Camel suspends a route before it stops it.
        if (!getEndpoint().getCamelContext().isStopping()) {
            job.status().enter(JobState.PAUSED, job.pause().reason());
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
