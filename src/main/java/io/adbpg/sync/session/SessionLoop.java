package io.adbpg.sync.session;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.batch.ApplyAhead;
import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.BatchSender;
import io.adbpg.sync.batch.RoutePaused;
import io.adbpg.sync.batch.SessionBatches;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.ChangeStreams;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.quarantine.RefusalSearch;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the sessions of a job, one after the other, from the start of the capture route to its end.
 *
 * <p>There is one recovery path, and start-up is that path: close both ends, which rolls back what is not committed, wait,
 * and start again from the position that the target holds.
 */
final class SessionLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);
    /** How long a batch may take when the route is stopped; Camel itself gives up after 45 seconds. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    /** How long it may take when the program ends, which has promised to do so in 15 seconds. */
    private static final Duration LONGEST_END = Duration.ofSeconds(6);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Duration LONGEST_ABORT = Duration.ofSeconds(2);

    private final JobServices job;
    private final ChangeStreams streams;
    private final CommitPosition position;
    private final RefusalSearch search;
    private final BatchSender sender;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private final TableWatch watch;
    private final LockTurn turn;
    private final Recovery recovery;
    private final ExecutorService executor;
    private final ExecutorService applying;
    private volatile ChangeStream stream;
    private volatile boolean stopping;
    private volatile boolean sessionIsOver;
    private volatile TargetConnection connection;
    private boolean precheckIsDue = true;

    /**
     * A loop that has not started.
     *
     * @param streams opens the streams of changes
     * @param search kept from one loop to the next
     * @param sender sends batches through the routes
     */
    SessionLoop(
            JobServices job, ChangeStreams streams, CommitPosition position, RefusalSearch search, BatchSender sender) {
        this.job = job;
        this.streams = streams;
        this.position = position;
        this.search = search;
        this.sender = sender;
        this.watch =
                new TableWatch(job.context(), job.settings().slot(), job.status(), job.outOfStep(), this::endSession);
        this.turn = new LockTurn(job);
        this.recovery = new Recovery(job, turn);
        this.executor = executors().newSingleThreadExecutor(this, "capture");
        this.applying = executors().newSingleThreadExecutor(this, "apply");
        job.next().onAsk(this::startOver);
    }

    private ExecutorServiceManager executors() {
        return job.context().getExecutorServiceManager();
    }

    /** Starts the loop, unless it was ended already. */
    void begin() {
        if (!stopping) {
            job.pause().noteResumed();
            // Not paused any more, however long it takes to open both ends.
            job.status().enter(JobState.PRECHECKING, ends());
            executor.execute(this::run);
        }
    }

    private Message ends() {
        return Message.of("{0} to {1}", job.settings().source(), job.settings().target());
    }

    /** Ends the loop. Waits for the batch that is being applied, as long as the target answers in time. */
    void end() throws InterruptedException {
        stopping = true;
        ChangeStream running = stream;
        if (running != null) {
            running.close();
        }
        backoff.wake();
        job.fence().end();
        watch.close();
        job.outOfStep().close();
        executors().shutdown(executor);
        if (!executor.awaitTermination(longestEnd().toMillis(), TimeUnit.MILLISECONDS)) {
            // An end does not answer, or the target is at work; it rolls the batch back when the connection is gone.
            cutLinks();
            if (!executor.awaitTermination(LONGEST_ABORT.toSeconds(), TimeUnit.SECONDS)) {
                applying.shutdownNow();
                executor.shutdownNow();
            }
        }
        // The capture thread has waited for the last batch.
        executors().shutdown(applying);
    }

    /** How long a batch may take: half of what Camel waits at most. */
    private Duration longestEnd() {
        if (job.context().isStopping()) {
            return LONGEST_END;
        }
        ShutdownStrategy strategy = job.context().getShutdownStrategy();
        Duration half = Duration.of(
                        strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit())
                .dividedBy(2);
        return half.compareTo(LONGEST_STOP) < 0 ? half : LONGEST_STOP;
    }

    /** Ends whatever the loop may wait for on either server; the lock stays. */
    private void cutLinks() {
        for (Server server : List.of(job.settings().source(), job.settings().target())) {
            Links.cut(
                    job.settings().job(),
                    server.role(),
                    EnumSet.of(Kind.STATEMENTS, Kind.STREAM),
                    Message.of("the job is being stopped"));
        }
    }

    private void run() {
        if (!isNext()) {
            return;
        }
        try {
            runSessions();
        } finally {
            job.underWay().end();
        }
    }

    private void runSessions() {
        connection = job.target().own();
        while (!stopping) {
            job.takeover().turns().beginSession();
            sessionIsOver = false;
            job.quarantine().beginSession();
            try {
                session();
                continue;
            } catch (SessionOver e) {
                continue;
            } catch (RoutePaused e) {
                if (!stopping) {
                    job.status().enter(JobState.PAUSED, e.message());
                    job.takeover().turns().tried(null);
                    backoff.reset();
                }
            } catch (Throwable e) {
                if (!stopping) {
                    if (!recovery.from(e)) {
                        return;
                    }
                    precheckIsDue = true;
                }
            } finally {
                stream = null;
                watch.end();
                job.fence().end();
                job.reading().ended();
                job.source().resetConnection();
                connection.reset();
                job.takeover().turns().endSession();
            }
            backoff.pause(() -> stopping || job.quarantine().isAsked());
        }
    }

    /**
     * Waits for a batch that has outlasted its session: two must not be at work beside each other.
     *
     * @return whether this loop is at work now; false if it has been ended meanwhile
     */
    private boolean isNext() {
        while (!stopping) {
            if (job.underWay().tryBegin()) {
                return true;
            }
            job.status()
                    .enter(
                            JobState.WAITING,
                            Message.of(
                                    "a batch that was under way when the job was stopped has not ended yet: the job goes on when it has"));
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }

    private void session() throws Exception {
        Settings settings = job.settings();
        enterPrecheck();
        TableRoutes routes = TableRoutes.of(job.context());
        RoutePaused.check(routes);
        if (!turn.await(() -> stopping || sessionIsOver)) {
            return;
        }
        // It may have waited meanwhile.
        if (job.status().view().state() == JobState.STANDBY) {
            // What had failed before it stood by says nothing of now.
            backoff.reset();
        }
        enterPrecheck();
        if (precheckIsDue && !turn.isChecked()) {
            job.precheck().beforeStart();
        }
        precheckIsDue = false;
        try (ProducerTemplate template = job.context().createProducerTemplate()) {
            Optional<Session> session = new Opening(
                            job, position, routes, template, this::endSession, () -> stopping || sessionIsOver)
                    .open();
            job.takeover().turns().tried(null);
            if (session.isPresent()) {
                stream(settings, routes, session.get());
            }
        }
    }

    private void enterPrecheck() {
        JobStatus status = job.status();
        if (!status.hasSynced() && status.view().state() != JobState.LOADING) {
            status.enter(JobState.PRECHECKING, ends());
        }
    }

    private void stream(Settings settings, TableRoutes routes, Session session) throws Exception {
        SessionBatches batches = new SessionBatches(
                settings,
                job.target(),
                job.status(),
                job.metrics(),
                job.quarantine(),
                routes,
                position,
                search,
                backoff,
                session.noting(sender));
        batches.open(session::isStreamed);
        StreamShapes shapes = session.shapes();
        job.reading().begins(position.written());
        stream = streams.open(settings, session.tables(), shapes, job.reading());
        if (stopping || sessionIsOver) {
            return;
        }
        ApplyAhead applier = new ApplyAhead(batches::apply, position.written(), applying);
        BatchAssembler assembler = new BatchAssembler(
                settings.batchLimits(), batches::rule, applier, batches::undo, job.fence(), batches.quarantine());
        watch.begin(routes.wanted(), session.known(), session.tables(), session.published());
        job.fence().begin(() -> job.target().attach(connection));
        try (applier) {
            stream.run(session.admission(
                    shapes, assembler, routes, () -> job.status().enter(JobState.SYNCING, search.reason())));
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

    /** Starts another session now, even if the loop waits after a failure. */
    private void startOver() {
        endSession();
        backoff.wake();
    }

    /** Ends the session, from any thread; another one follows at once. */
    void endSession() {
        sessionIsOver = true;
        ChangeStream running = stream;
        if (running != null) {
            running.close();
        }
    }
}
