package io.adbpg.sync.routes;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.EntryPlaces;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.NextSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over edited route files while the job runs. They are rehearsed, and both ends asked about them, before anything is
 * stopped: files that can't work change nothing, and the job goes on with the routes that it has. Entries that only an end
 * refuses stay as they were, and are tried again; those beside them are taken over.
 */
public final class RouteTakeover {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    /** Editors write a file in several steps. */
    private static final long UNCHANGED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final CamelContext context;
    private final RouteSwap swap;
    private volatile Supplier<Collection<Resource>> files = List::of;
    private volatile EntryCheck check = (edited, isEdited) -> Map.of();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile RefusedEdit refused;
    /** From the location of each file that runs to its text; null before the start. */
    private Map<String, String> running;
    /** The stamps of the files that are refused for what they say: only another save of one of them can mend that. */
    private Map<String, String> spoilt = Map.of();
    /** The stamps of the files whose refusal was told last. */
    private Map<String, String> told = Map.of();

    private final FileStamps stamps = new FileStamps();
    private Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

    /**
     * Takes over nothing until the job has {@linkplain #startedWith started}.
     *
     * @param next ends the session that is under way
     */
    public RouteTakeover(CamelContext context, NextSession next) {
        this.context = context;
        this.swap = new RouteSwap(context, next);
    }

    /** Sets who asks both ends about edited entries. */
    public void askFirst(EntryCheck asked) {
        check = asked;
    }

    /**
     * Remembers the files that the job has started with; calls after the first do nothing.
     *
     * @param finder finds the route files as they are then
     */
    synchronized void startedWith(Collection<Resource> found, Supplier<Collection<Resource>> finder) {
        if (running == null) {
            // Before they are read, so that no edit is missed.
            stamps.haveChanged(found);
            running = read(found);
            files = finder;
        }
    }

    /** Notes that the job has started without some files, for what they say. */
    synchronized void startedWithout(Refusal why) {
        spoilt = FileStamps.of(files.get());
        told = spoilt;
        refused = new RefusedEdit(why.message(), Instant.now(), Map.of());
    }

    /** How many times edited files could not be taken over. */
    public int refusals() {
        return refusals.get();
    }

    /** What is in the files and does not run; empty if they are what runs. */
    public Optional<RefusedEdit> refused() {
        return Optional.ofNullable(refused);
    }

    /** In which sessions, and whoever stops or starts routes, take turns with this. */
    public RouteSwap turns() {
        return swap;
    }

    /** Looks whether files have changed without anybody having said so, and takes over what has; to be called every second or so. */
    public synchronized void look() {
        try {
            if (context.isStarted() && files != null && stamps.haveChanged(files.get())) {
                takeOver();
            }
        } catch (RuntimeException e) {
            // Such as a folder that is away for a moment: it is looked at again.
            LOG.debug("cannot look at the route files", e);
        }
    }

    /** Takes over what has changed in the files; says in the log what came of it. */
    public synchronized void takeOver() {
        if (!context.isStarted()) {
            return;
        }
        Map<String, String> saved = Map.of();
        try {
            Map<String, String> found = settled();
            saved = FileStamps.of(files.get());
            if (found.equals(running)) {
                forget();
            } else if (!saved.equals(spoilt)) {
                // An editor's save is noticed more than once; a file that is saved again is tried again.
                spoilt = saved;
                take(found, saved);
            }
        } catch (Exception e) {
            LOG.debug("the takeover failed", e);
            refuse("the route files can't be taken over, and the job goes on as before: ", e, Map.of(), saved);
            if (Diagnosis.of(e, null).isTransient()) {
                spoilt = Map.of();
                tryLater();
            }
        }
    }

    private void take(Map<String, String> found, Map<String, String> saved) throws Exception {
        EntryPlaces places = RouteFiles.check(resources(found));
        RouteEdit edit = RouteEdit.between(running, found);
        Map<String, Refusal> refusing = rehearse(edit, found);
        RouteEdit taken = refusing.isEmpty() ? edit : edit.without(refusing.keySet());
        EntryPlaces before = context.getRegistry().lookupByNameAndType(EntryPlaces.NAME, EntryPlaces.class);
        context.getRegistry().bind(EntryPlaces.NAME, places);
        try {
            if (taken.isOfEntries()) {
                swap.exchange(taken.removed(), taken.added());
            } else {
                swap.replaceAll(resources(running), resources(taken.contents()));
            }
        } catch (Exception e) {
            context.getRegistry().bind(EntryPlaces.NAME, before);
            throw e;
        }
        running = taken.contents();
        if (refusing.isEmpty()) {
            LOG.info("the route files were taken over");
            forget();
            return;
        }
        // An end can mend this as well.
        spoilt = Map.of();
        refuse(
                "the route files were taken over, but for " + String.join(", ", refusing.keySet())
                        + ", which goes on as before and is tried again: ",
                all(refusing.values()),
                refusing,
                saved);
        tryLater();
    }

    /**
     * Makes the routes without starting them, and asks both ends.
     *
     * @return why edited entries can't take the place of those that run, by their ids
     * @throws Exception what is refused whatever the ends say, or can't be told apart by entries
     */
    private Map<String, Refusal> rehearse(RouteEdit edit, Map<String, String> found) throws Exception {
        List<RouteItem> edited =
                edit.added().stream().filter(item -> edit.former(item) != null).toList();
        Map<TableName, Refusal> refusing;
        Map<String, Refusal> byEntry = new TreeMap<>();
        try (Rehearsal rehearsal = new Rehearsal(context, resources(found))) {
            TableRoutes routes = TableRoutes.of(rehearsal.context());
            refusing = check.refusals(routes, route -> !edit.isOfEntries() || entry(route, edited) != null);
            for (Map.Entry<TableName, Refusal> refusal : refusing.entrySet()) {
                RouteItem entry = entry(routes.of(refusal.getKey()), edited);
                if (entry == null) {
                    // Tried again like any other, since an end can mend this as well.
                    throw all(refusing.values());
                }
                byEntry.merge(entry.id(), refusal.getValue(), (one, other) -> all(List.of(one, other)));
            }
        }
        return byEntry;
    }

    private static RouteItem entry(TableRoute route, List<RouteItem> items) {
        return items.stream()
                .filter(item -> item.id().equals(route.id())
                        || (route.mapping() != null
                                && item.source().equals(route.mapping().source())))
                .findFirst()
                .orElse(null);
    }

    private static Refusal all(Collection<Refusal> refusals) {
        return refusals.size() == 1
                ? refusals.iterator().next()
                : new Refusal(Message.all(
                        refusals.stream().map(Refusal::message).distinct().toList()));
    }

    private void refuse(String what, Exception why, Map<String, Refusal> refusing, Map<String, String> saved) {
        Message message = Diagnosis.of(why, null).message();
        RefusedEdit before = refused;
        Map<String, Message> entries = new TreeMap<>();
        refusing.forEach((id, refusal) -> entries.put(id, refusal.message()));
        refused = new RefusedEdit(message, before == null ? Instant.now() : before.since(), entries);
        if (before == null || !saved.equals(told) || !before.message().equals(message)) {
            told = saved;
            refusals.incrementAndGet();
            LOG.warn("{}{}", what, message);
        }
    }

    private void forget() {
        refused = null;
        spoilt = Map.of();
        backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    }

    private void tryLater() {
        CompletableFuture.delayedExecutor(backoff.next().toMillis(), TimeUnit.MILLISECONDS, RouteTakeover::begin)
                .execute(this::takeOver);
    }

    private static void begin(Runnable attempt) {
        Thread thread = new Thread(attempt, "takeover");
        thread.setDaemon(true);
        thread.start();
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

    private static Map<String, String> read(Collection<Resource> found) {
        Map<String, String> contents = new TreeMap<>();
        for (Resource file : found) {
            try (InputStream stream = file.getInputStream()) {
                contents.put(file.getLocation(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw Refusal.usage("cannot read {0}: {1}", file.getLocation(), e.getMessage());
            }
        }
        return contents;
    }

    private static List<Resource> resources(Map<String, String> contents) {
        List<Resource> resources = new ArrayList<>();
        contents.forEach((location, content) -> resources.add(ResourceHelper.fromString(location, content)));
        return resources;
    }
}
