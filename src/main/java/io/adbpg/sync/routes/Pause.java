package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.NextSession;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.CamelContextHelper;

/**
 * Pauses the whole job after the batch in hand, and lets it go on, by its {@linkplain CaptureRoute capture route}. A pause
 * lasts until somebody ends it, also when edited route files are taken over; but not when the program is started anew.
 */
public final class Pause {
    private static final Set<JobState> UNDECIDED = Set.of(JobState.PAUSED, JobState.STOPPED, JobState.PRECHECKING);
    private static final long LONGEST_RESUME_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final CamelContext context;
    private final JobStatus status;
    private final NextSession next;
    private volatile boolean isCommanded;

    /**
     * A job that is not paused.
     *
     * @param next starts the session that finds all routes started again
     */
    public Pause(CamelContext context, JobStatus status, NextSession next) {
        this.context = context;
        this.status = status;
        this.next = next;
    }

    /** Why the job is paused when its capture is suspended. */
    public Message reason() {
        return isCommanded
                ? Message.of("paused by command")
                : CaptureRoute.id(context)
                        .map(id -> Message.of("route {0} is suspended", id))
                        .orElse(Message.of("the capture route is suspended"));
    }

    /** Takes note that the job has gone on, whoever let it. */
    public void noteResumed() {
        isCommanded = false;
    }

    /**
     * Pauses the job; does nothing if it is paused already.
     *
     * @return what has become of it, for the user
     * @throws Refusal if it can't be paused
     */
    public synchronized Message pause() {
        return inTurn(Message.of("paused"), this::suspend);
    }

    /**
     * Lets the job go on; does nothing if it does.
     *
     * @return what has become of it, for the user
     * @throws Refusal if it can't go on
     */
    public synchronized Message resume() {
        return inTurn(Message.of("resumed"), this::start);
    }

    private Message inTurn(Message what, Supplier<Message> action) {
        requireRunning();
        AtomicReference<Message> answer = new AtomicReference<>();
        return takeover().turns().exclusively(() -> answer.set(action.get()))
                ? answer.get()
                : Message.of(
                        "the job will be {0} when the edited route files are taken over, which is under way", what);
    }

    private Message suspend() {
        String route = route();
        if (!routeStatus(route).isStarted()) {
            return Message.of("the job does not run already: {0}", status.describe());
        }
        isCommanded = true;
        try {
            change(Message.of("paused"), () -> context.getRouteController().suspendRoute(route));
        } catch (Refusal e) {
            isCommanded = false;
            throw e;
        }
        return Message.of("the job is paused; the source keeps its changes until it is resumed");
    }

    private Message start() {
        String route = route();
        ServiceStatus before = routeStatus(route);
        if (before.isStarted()) {
            // Not the job's state: that follows the routes, and may not have done so yet.
            String stopped = TableRoutes.of(context).stoppedRoute();
            if (stopped != null) {
                throw Refusal.of(
                        "the job can't be resumed: route {0} is not started; start that route, by JMX or by Camel's own"
                                + " command",
                        stopped);
            }
            if (status.view().state() != JobState.PAUSED) {
                return Message.of("the job is not paused: {0}", status.describe());
            }
            next.ask();
        } else {
            change(Message.of("resumed"), () -> {
                if (before.isSuspended()) {
                    context.getRouteController().resumeRoute(route);
                } else {
                    context.getRouteController().startRoute(route);
                }
            });
        }
        long deadline = System.nanoTime() + LONGEST_RESUME_NANOS;
        while (UNDECIDED.contains(status.view().state()) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Message.of("the job goes on: {0}", status.describe());
    }

    /** Something that Camel may refuse. */
    private interface Change {
        void make() throws Exception;
    }

    private void change(Message what, Change change) {
        try {
            change.make();
        } catch (Exception e) {
            throw new Refusal(
                    Message.of(
                            "the job could not be {0}, it is {1}: {2}",
                            what, status.describe(), Diagnosis.of(e, null).message()),
                    e);
        }
    }

    private void requireRunning() {
        if (status.view().state() == JobState.FAILED) {
            throw Refusal.of("the job has given up: {0}", status.view().message());
        }
        if (!context.isStarted()) {
            throw Refusal.of("the job is being started or stopped: ask again");
        }
    }

    private String route() {
        return CaptureRoute.id(context).orElseThrow(this::lacksCapture);
    }

    private ServiceStatus routeStatus(String route) {
        ServiceStatus now = context.getRouteController().getRouteStatus(route);
        if (now == null) {
            throw lacksCapture();
        }
        return now;
    }

    private Refusal lacksCapture() {
        return new Refusal(takeover()
                .refused()
                .map(refused -> Message.of("the job has no capture route: {0}", refused.message()))
                .orElse(Message.of(
                        "the job has no capture route just now, since edited route files are taken over: ask again")));
    }

    private RouteTakeover takeover() {
        return CamelContextHelper.mandatoryFindSingleByType(context, RouteTakeover.class);
    }
}
