package io.adbpg.sync.routes;

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
    public String reason() {
        return isCommanded
                ? "paused by command"
                : CaptureRoute.id(context).map(id -> "route " + id).orElse("the capture route") + " is suspended";
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
    public synchronized String pause() {
        return inTurn("paused", this::suspend);
    }

    /**
     * Lets the job go on; does nothing if it does.
     *
     * @return what has become of it, for the user
     * @throws Refusal if it can't go on
     */
    public synchronized String resume() {
        return inTurn("resumed", this::start);
    }

    private String inTurn(String what, Supplier<String> action) {
        requireRunning();
        AtomicReference<String> answer = new AtomicReference<>();
        return takeover().turns().exclusively(() -> answer.set(action.get()))
                ? answer.get()
                : "the job will be " + what + " when the edited route files are taken over, which is under way";
    }

    private String suspend() {
        String route = route();
        if (!routeStatus(route).isStarted()) {
            return "the job does not run already: " + status.describe();
        }
        isCommanded = true;
        try {
            change("paused", () -> context.getRouteController().suspendRoute(route));
        } catch (Refusal e) {
            isCommanded = false;
            throw e;
        }
        return "the job is paused; the source keeps its changes until it is resumed";
    }

    private String start() {
        String route = route();
        ServiceStatus before = routeStatus(route);
        if (before.isStarted()) {
            // Not the job's state: that follows the routes, and may not have done so yet.
            String stopped = TableRoutes.of(context).stoppedRoute();
            if (stopped != null) {
                throw new Refusal("the job can't be resumed: route " + stopped
                        + " is not started; start that route, by JMX or by Camel's own command");
            }
            if (status.view().state() != JobState.PAUSED) {
                return "the job is not paused: " + status.describe();
            }
            next.ask();
        } else {
            change("resumed", () -> {
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
        return "the job goes on: " + status.describe();
    }

    /** Something that Camel may refuse. */
    private interface Change {
        void make() throws Exception;
    }

    private void change(String what, Change change) {
        try {
            change.make();
        } catch (Exception e) {
            throw new Refusal(
                    "the job could not be " + what + ", it is " + status.describe() + ": "
                            + Diagnosis.of(e, null).message(),
                    e);
        }
    }

    private void requireRunning() {
        if (status.view().state() == JobState.FAILED) {
            throw new Refusal("the job has given up: " + status.view().reason());
        }
        if (!context.isStarted()) {
            throw new Refusal("the job is being started or stopped: ask again");
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
                .map(refused -> "the job has no capture route: " + refused.why())
                .orElse("the job has no capture route just now, since edited route files are taken over: ask again"));
    }

    private RouteTakeover takeover() {
        return CamelContextHelper.mandatoryFindSingleByType(context, RouteTakeover.class);
    }
}
