package io.adbpg.sync.session;

import io.adbpg.sync.catalog.CatalogueLook;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.WantedTables;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.resume.Publication;
import io.adbpg.sync.resume.PublicationState;
import io.adbpg.sync.resume.PublicationVersion;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus.State;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session when the next one could take in more tables, or has to bring some into line, or has to mend the publication: a
 * table was created on the source under a wildcard, or anew under its name, a root's partitions changed, a table has waited long
 * enough, the source refuses UPDATE on a table because of the publication, or somebody has altered that. Looks every 5 seconds,
 * and less often where there are so many tables that a look takes long: a fiftieth of the time at most, but once a minute.
 */
final class TableWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long PAUSES_PER_LOOK = 50;

    private final CamelContext context;
    private final String publication;
    private final JobStatus status;
    private final TablesOutOfStep loads;
    private final Runnable endSession;
    private final ScheduledExecutorService executor;
    private volatile Watched watched;

    /** The names in the session's routes, and what they stood for when it was opened. */
    private record Watched(
            WantedTables wanted, Set<TableName> tables, SourceTables captured, PublicationVersion published) {}

    /** @param publication the publication's name */
    TableWatch(CamelContext context, String publication, JobStatus status, TablesOutOfStep loads, Runnable endSession) {
        this.context = context;
        this.publication = publication;
        this.status = status;
        this.loads = loads;
        this.endSession = endSession;
        this.executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "tables");
        lookAfter(PAUSE_NANOS);
    }

    private void lookAfter(long nanos) {
        var unused = executor.schedule(this::lookAgainAndAgain, nanos, TimeUnit.NANOSECONDS);
    }

    private void lookAgainAndAgain() {
        long begin = System.nanoTime();
        look();
        if (!executor.isShutdown()) {
            lookAfter(pause(System.nanoTime() - begin));
        }
    }

    /** How long to wait after a look that took so many nanoseconds. */
    static long pause(long nanos) {
        return Math.min(Math.max(PAUSE_NANOS, PAUSES_PER_LOOK * nanos), LONGEST_PAUSE_NANOS);
    }

    /**
     * Starts to watch for a session that streams.
     *
     * @param wanted the tables that the routes name, wildcards included
     * @param tables the tables that the session knows, captured or waiting
     * @param captured those that are captured
     * @param published the publication's version; null if there is none since the source needs none
     */
    void begin(WantedTables wanted, Set<TableName> tables, SourceTables captured, PublicationVersion published) {
        watched = new Watched(wanted, tables, captured, published);
    }

    /** Stops watching, since the session has ended. */
    void end() {
        watched = null;
    }

    private void look() {
        Watched current = watched;
        if (current == null) {
            return;
        }
        try (ProducerTemplate template = context.createProducerTemplate()) {
            Database source = Database.source(template);
            boolean publishes = current.captured.abilities().publishes();
            PublicationState found =
                    publishes ? new Publication(source, publication, current.captured.version()).read() : null;
            if (publishes && (found == null || !found.version().equals(current.published))) {
                LOG.debug("somebody has altered the publication");
                endSession.run();
            } else if (!isCatchingUp() && (loads.isAnyDue() || hasChanged(current, source, found))) {
                LOG.debug("more tables are to be taken in, or some have to leave the publication");
                endSession.run();
            }
        } catch (Exception e) {
            // The session meets the same failure and reports it.
            LOG.debug("cannot look for changes of the catalogue", e);
        }
    }

    private boolean isCatchingUp() {
        return status.tables().values().stream().anyMatch(table -> table.state() == State.CATCHING_UP);
    }

    private static boolean hasChanged(Watched current, Database source, PublicationState found) {
        boolean hasWildcard = current.wanted.names().stream().anyMatch(TableName::isWildcard);
        return new CatalogueLook(current.captured).hasChanged(source, () -> found != null && found.publishesGenerated())
                || (hasWildcard && standForOthers(current, current.captured.find(source, current.wanted)));
    }

    /** Whether wildcards stand for other tables now: one more, or one less, which was dropped, moved or made a partition. */
    private static boolean standForOthers(Watched current, Set<TableName> found) {
        return !current.tables.containsAll(found)
                || !current.captured.all().stream()
                        .map(SourceTable::name)
                        .allMatch(name ->
                                found.contains(name) || current.wanted.names().contains(name));
    }

    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(executor);
    }
}
