package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.EntryPlaces;
import io.adbpg.sync.status.Diagnosis;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over edited route files while the job runs: all routes are stopped at a safe boundary and made anew. Files that
 * can't work change nothing: the job goes on with the routes that it has.
 */
public final class RouteTakeover {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    /** Editors write a file in several steps. */
    private static final long UNCHANGED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final int LONGEST_TRIAL_SECONDS = 30;

    private final CamelContext context;
    private volatile Supplier<Collection<Resource>> files = List::of;
    private final List<Runnable> waiting = new ArrayList<>();
    private Map<String, String> good = Map.of();
    private long refused;
    private boolean takingOver;
    private boolean isReserved;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile CompletableFuture<Refusal> trial = CompletableFuture.completedFuture(null);

    /** Takes over nothing until the job has {@linkplain #startedWith started}. */
    public RouteTakeover(CamelContext context) {
        this.context = context;
    }

    /**
     * Remembers the files that the job has started with; calls after the first do nothing.
     *
     * @param finder finds the route files as they are then
     */
    synchronized void startedWith(Collection<Resource> found, Supplier<Collection<Resource>> finder) {
        if (good.isEmpty()) {
            good = read(found);
            files = finder;
        }
    }

    /** How many times edited files could not be taken over. */
    public int refusals() {
        return refusals.get();
    }

    /** Runs something when no takeover is under way: at once, or at its end. */
    public void whenTakenOver(Runnable action) {
        synchronized (waiting) {
            if (takingOver) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /**
     * Stops or starts routes while no takeover is under way: at once, and a takeover waits for that; or at the end of the one
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
        tried(null);
        return true;
    }

    /** Whether the routes as they are now are being tried: what a table refuses is said at once, and they are taken back. */
    public boolean isOnTrial() {
        return !trial.isDone();
    }

    /** Tells that the tables could be opened by the routes as they are now; or, with a refusal, that they could not. */
    public void tried(Refusal refusal) {
        trial.complete(refusal);
    }

    /** Takes over what has changed in the files; says in the log what came of it. */
    public synchronized void takeOver() {
        if (!context.isStarted()) {
            return;
        }
        try {
            Map<String, String> found = settled();
            // An editor's save is noticed more than once; a file that is saved again is tried again.
            long saved = lastSaved();
            if (found.equals(good) || saved == refused) {
                return;
            }
            refused = saved;
            EntryPlaces places = RouteFiles.check(resources(found));
            EntryPlaces before = context.getRegistry().lookupByNameAndType(EntryPlaces.NAME, EntryPlaces.class);
            context.getRegistry().bind(EntryPlaces.NAME, places);
            StoppedRoutes stopped = new StoppedRoutes(context);
            try {
                // Not before the old routes are stopped: what they are refused for says nothing of the new ones.
                replace(found, stopped, () -> trial = new CompletableFuture<>());
                if (!stopped.isAny()) {
                    awaitTrial();
                }
                good = found;
                refused = 0;
                LOG.info("the route files were taken over");
            } catch (Exception e) {
                context.getRegistry().bind(EntryPlaces.NAME, before);
                replace(good, stopped, () -> {});
                throw e;
            }
        } catch (Exception e) {
            refusals.incrementAndGet();
            LOG.warn(
                    "the route files can't be taken over, and the job goes on as before: {}",
                    Diagnosis.of(e, null).message());
            LOG.debug("the takeover failed", e);
        }
    }

    /** Waits until the job has begun a session with the new routes; throws what it refuses them with. */
    private void awaitTrial() throws InterruptedException, ExecutionException {
        try {
            Refusal refusal = trial.get(LONGEST_TRIAL_SECONDS, TimeUnit.SECONDS);
            if (refusal != null) {
                throw refusal;
            }
        } catch (TimeoutException e) {
            LOG.debug("an end does not answer: the route files can't be tried now", e);
        } finally {
            trial.complete(null);
        }
    }

    private Map<String, String> settled() {
        Map<String, String> before = read(files.get());
        while (true) {
            LockSupport.parkNanos(UNCHANGED_NANOS);
            Map<String, String> now = read(files.get());
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
    }

    /** When a route file was saved last, in milliseconds. */
    private long lastSaved() {
        return files.get().stream()
                .mapToLong(file -> new File(file.getURI()).lastModified())
                .max()
                .orElse(0);
    }

    private static Map<String, String> read(Collection<Resource> found) {
        Map<String, String> contents = new TreeMap<>();
        for (Resource file : found) {
            try (InputStream stream = file.getInputStream()) {
                contents.put(file.getLocation(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw Refusal.usage("cannot read " + file.getLocation() + ": " + e.getMessage());
            }
        }
        return contents;
    }

    private static List<Resource> resources(Map<String, String> contents) {
        List<Resource> resources = new ArrayList<>();
        contents.forEach((location, content) -> resources.add(ResourceHelper.fromString(location, content)));
        return resources;
    }

    /** @param whenStopped called when none of the old routes runs any more, and none of the new ones yet */
    private void replace(Map<String, String> contents, StoppedRoutes stopped, Runnable whenStopped) throws Exception {
        synchronized (waiting) {
            while (isReserved) {
                waiting.wait();
            }
            takingOver = true;
        }
        try {
            stopped.note();
            context.getRouteController().removeAllRoutes();
            whenStopped.run();
            context.removeRouteTemplates("*");
            context.getEndpointRegistry().clear();
            PluginHelper.getRoutesLoader(context).loadRoutes(resources(contents));
            stopped.stopAgain();
        } finally {
            List<Runnable> settled;
            synchronized (waiting) {
                takingOver = false;
                settled = List.copyOf(waiting);
                waiting.clear();
            }
            settled.forEach(RouteTakeover::run);
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
