package io.adbpg.sync.session;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.WantedTables;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.resume.Publication;
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
 * Ends a session when the next one could take in more tables, or has to bring some into line: a table was created on the source
 * under a wildcard, or anew under its name, a root's partitions changed, a table has waited long enough, or the source refuses
 * UPDATE on a table because of the publication. Looks every 5 seconds.
 */
final class TableWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
    private static final int SECONDS = 5;

    private final CamelContext context;
    private final String publication;
    private final JobStatus status;
    private final TablesOutOfStep loads;
    private final Runnable endSession;
    private final ScheduledExecutorService executor;
    private volatile Watched watched;

    /** The names in the session's routes, and the tables that they stood for when it was opened. */
    private record Watched(WantedTables wanted, Set<TableName> tables, SourceTables captured) {}

    /** @param publication the name of the job's publication */
    TableWatch(CamelContext context, String publication, JobStatus status, TablesOutOfStep loads, Runnable endSession) {
        this.context = context;
        this.publication = publication;
        this.status = status;
        this.loads = loads;
        this.endSession = endSession;
        this.executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "tables");
        var unused = executor.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Starts to watch for a session that streams.
     *
     * @param wanted the tables that the routes name, wildcards included
     * @param tables the tables that the session knows, captured or waiting
     * @param captured those that are captured
     */
    void begin(WantedTables wanted, Set<TableName> tables, SourceTables captured) {
        watched = new Watched(wanted, tables, captured);
    }

    /** Stops watching, since the session has ended. */
    void end() {
        watched = null;
    }

    private void look() {
        Watched current = watched;
        if (current == null || isCatchingUp()) {
            return;
        }
        try {
            if (loads.isAnyDue() || hasChanged(current)) {
                LOG.debug("more tables are to be taken in, or some have to leave the publication");
                endSession.run();
            }
        } catch (Exception e) {
            // The session meets the same failure and reports it.
            LOG.debug("cannot look for new tables", e);
        }
    }

    private boolean isCatchingUp() {
        return status.tables().values().stream().anyMatch(table -> table.state() == State.CATCHING_UP);
    }

    private boolean hasChanged(Watched current) throws Exception {
        boolean hasWildcard = current.wanted.names().stream().anyMatch(TableName::isWildcard);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            Database source = Database.source(template);
            return current.captured.isAnyRecreated(source)
                    || current.captured.isAnyRelabelled(source)
                    || (hasWildcard && !current.tables.containsAll(SourceTables.find(source, current.wanted)))
                    || current.captured.isAnyRefusingUpdates(
                            source, new Publication(source, publication)::publishesGenerated);
        }
    }

    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(executor);
    }
}
