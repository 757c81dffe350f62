package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.NextSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges routes of the running job: some entries between two sessions, or all routes, which ends the session too. Whoever
 * stops or starts routes takes turns with it.
 */
public final class RouteSwap {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int LONGEST_SESSION_SECONDS = 30;
    private static final int LONGEST_TRIAL_SECONDS = 30;

    private final CamelContext context;
    private final NextSession next;
    /** Held by the session that is under way; fair, so that an exchange gets it before the next session does. */
    private final ReentrantLock session = new ReentrantLock(true);

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean takingOver;
    private boolean isReserved;
    private volatile CompletableFuture<Refusal> trial = CompletableFuture.completedFuture(null);
    /** What the last session was refused with; blank if it was not. */
    private volatile String refused = "";

    /** @param next ends the session that is under way */
    RouteSwap(CamelContext context, NextSession next) {
        this.context = context;
        this.next = next;
    }

    /** Waits while entries are exchanged; none are until the calling thread says that its session is over. */
    public void beginSession() {
        session.lock();
    }

    /** Says that the calling thread's session is over. */
    public void endSession() {
        session.unlock();
    }

    /** Runs something when no exchange is under way: at once, or at its end. */
    public void whenDone(Runnable action) {
        synchronized (waiting) {
            if (takingOver) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /**
     * Stops or starts routes while no exchange is under way: at once, and an exchange waits for that; or at the end of the one
     * that is under way, without waiting for it.
     *
     * @return whether it is done
     */
    public boolean exclusively(Runnable action) {
        synchronized (waiting) {
            if (takingOver || isReserved) {
                waiting.add(action);
                return false;
            }
            isReserved = true;
        }
        try {
            action.run();
        } finally {
            synchronized (waiting) {
                isReserved = false;
                waiting.notifyAll();
            }
        }
        // The session that was to try them may have ended.
        trial.complete(null);
        return true;
    }

    /** Tells that the tables could be opened by the routes as they are now; or, with a refusal, that they could not. */
    public void tried(Refusal refusal) {
        refused = refusal == null ? "" : refusal.getMessage();
        trial.complete(refusal);
    }

    /**
     * Exchanges entries alone.
     *
     * @throws Exception what Camel, or the session that tries them, refuses; the former entries run again then
     */
    void exchange(Collection<RouteItem> removed, Collection<RouteItem> added) throws Exception {
        if (removed.isEmpty() && added.isEmpty()) {
            return;
        }
        StoppedRoutes stopped = new StoppedRoutes(context);
        change(stopped, () -> betweenSessions(stopped, removed, added), () -> betweenSessions(stopped, added, removed));
    }

    /** Makes a change, and takes it back if Camel refuses it, or the session that tries it does so for its sake. */
    private void change(StoppedRoutes stopped, Change forth, Change back) throws Exception {
        // What the former routes are refused for as well says nothing of the new ones.
        String known = refused;
        Refusal refusal;
        try {
            forth.make();
            refusal = stopped.isAny() ? null : awaitTrial();
        } catch (Exception e) {
            if (!(e instanceof Refusal waiting && waiting.isTransient())) {
                back.make();
            }
            // Otherwise nothing has been changed.
            throw e;
        }
        if (refusal == null || refusal.getMessage().equals(known)) {
            return;
        }
        back.make();
        Refusal former = awaitTrial();
        if (former == null || !former.getMessage().equals(refusal.getMessage())) {
            throw refusal;
        }
        forth.make();
    }

    private void betweenSessions(StoppedRoutes stopped, Collection<RouteItem> removed, Collection<RouteItem> added)
            throws Exception {
        endSessionUnderWay();
        try {
            inTurn(() -> {
                stopped.note();
                for (RouteItem item : removed) {
                    remove(item.id());
                }
                trial = new CompletableFuture<>();
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(added.stream().map(RouteItem::resource).toList());
                for (RouteItem item : added) {
                    stopped.stopAgain(item.id());
                }
            });
        } finally {
            session.unlock();
        }
    }

    private void endSessionUnderWay() throws InterruptedException {
        for (int i = 0; i < LONGEST_SESSION_SECONDS; i++) {
            // Again, since another one may have begun just before.
            next.ask();
            if (session.tryLock(1, TimeUnit.SECONDS)) {
                return;
            }
        }
        throw Refusal.waiting(
                "the session that is under way does not end, since an end or a step of a route does not answer");
    }

    private void remove(String id) throws Exception {
        Route route = context.getRoute(id);
        if (route != null) {
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
        }
        ModelCamelContext model = (ModelCamelContext) context;
        if (model.getRouteDefinition(id) != null) {
            model.removeRouteDefinition(model.getRouteDefinition(id));
        }
    }

    /**
     * Makes all routes anew.
     *
     * @param before the files that run
     * @throws Exception what Camel, or the session that tries them, refuses; the former routes run again then
     */
    void replaceAll(Collection<Resource> before, Collection<Resource> after) throws Exception {
        StoppedRoutes stopped = new StoppedRoutes(context);
        change(stopped, () -> replace(stopped, after), () -> replace(stopped, before));
    }

    private void replace(StoppedRoutes stopped, Collection<Resource> files) throws Exception {
        inTurn(() -> {
            stopped.note();
            context.getRouteController().removeAllRoutes();
            // Not before the old routes are stopped: what they are refused for says nothing of the new ones.
            trial = new CompletableFuture<>();
            context.removeRouteTemplates("*");
            context.getEndpointRegistry().clear();
            PluginHelper.getRoutesLoader(context).loadRoutes(files);
            stopped.stopAgain();
        });
    }

    /** Waits until the job has begun a session with the new routes; returns what it refuses them with, null if it does not. */
    private Refusal awaitTrial() throws InterruptedException, ExecutionException {
        try {
            return trial.get(LONGEST_TRIAL_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.debug("an end does not answer: the route files can't be tried now", e);
            return null;
        } finally {
            trial.complete(null);
        }
    }

    /** A change of routes. */
    private interface Change {
        void make() throws Exception;
    }

    private void inTurn(Change change) throws Exception {
        synchronized (waiting) {
            while (isReserved) {
                waiting.wait();
            }
            takingOver = true;
        }
        try {
            change.make();
        } finally {
            List<Runnable> settled;
            synchronized (waiting) {
                takingOver = false;
                settled = List.copyOf(waiting);
                waiting.clear();
            }
            settled.forEach(RouteSwap::run);
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("{}", Diagnosis.of(e, null).message());
        }
    }
}
