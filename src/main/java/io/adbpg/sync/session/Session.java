package io.adbpg.sync.session;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.BatchSender;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.PublicationVersion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened session of the job: its tables, and what the stream needs to know about them. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final JobServices job;
    private final CommitPosition position;
    private final TablesOutOfStep outOfStep;
    private final ProducerTemplate template;
    private final SourceTables tables;
    private final JoinedTables joined;
    private final Set<TableName> known;
    private final PublicationVersion published;
    private final long begin;
    private final long loadedFrom;
    private final TargetConnection connection;

    /**
     * @param tables the captured tables
     * @param known the tables that the routes name, captured or waiting
     * @param published the publication's version
     * @param begin where the slot begins
     * @param loadedFrom the lowest position of a loaded table that has not joined the stream; the slot must not be confirmed
     *     beyond it
     */
    Session(
            JobServices job,
            CommitPosition position,
            ProducerTemplate template,
            SourceTables tables,
            JoinedTables joined,
            Set<TableName> known,
            PublicationVersion published,
            long begin,
            long loadedFrom) {
        this.job = job;
        this.position = position;
        this.outOfStep = job.outOfStep();
        this.template = template;
        this.tables = tables;
        this.joined = joined;
        this.known = known;
        this.published = published;
        this.begin = begin;
        this.loadedFrom = loadedFrom;
        this.connection = job.target().own();
    }

    /** Whether the stream delivers a table's changes. */
    boolean isStreamed(TableName table) {
        return joined.streamed().contains(table);
    }

    /** The shapes in which the stream may describe the tables. */
    StreamShapes shapes() {
        // The stream describes tables again and again: a connection for each time would hold it up.
        Database source = Database.source(template, JobServices.SOURCE);
        return new StreamShapes(tables, joined.streamed(), joined.previousShapes(), source, applied(), outOfStep);
    }

    /** Up to which position the target holds the changes of a table, as the session begins. */
    private ToLongFunction<TableName> applied() {
        long behind = position.written();
        long others = Math.max(behind, position.ahead());
        Set<TableName> tablesBehind = joined.behind();
        return table -> tablesBehind.contains(table) ? behind : others;
    }

    /**
     * What the stream calls: passes the changes of streamed tables to the assembler.
     *
     * @param whenMet called as soon as the source is not known to have another history than before
     */
    TransactionHandler admission(StreamShapes shapes, BatchAssembler assembler, TableRoutes routes, Runnable whenMet) {
        Admission admission = new Admission(
                assembler,
                joined.streamed(),
                joined.behind(),
                position.ahead(),
                job.settings().batchLimits().rows(),
                this::endCatchUp,
                () -> outOfStep.neededFrom(loadedFrom));
        TransactionHandler shaped = new ShapedChanges(
                new IgnoredTruncates(admission, joined.streamed(), routes, applied(), job.staleRows()),
                shapes,
                tables,
                joined.previousShapes(),
                (table, column) -> routes.of(table).mapping() != null
                        && routes.of(table).mapping().altered(table).takes(column));
        return new SameHistory(
                shaped, position.lastTransaction(), position::noteTransaction, begin, position.written(), whenMet);
    }

    /** Has the target remember, with each position, which of its rows are known to be stale by then. */
    BatchSender noting(BatchSender sender) {
        return (routes, batch) -> {
            if (batch.complete()) {
                job.staleRows().takeUntil(batch.lsn()).forEach(joined::noteStale);
            }
            sender.send(routes, batch);
        };
    }

    private void endCatchUp(long reached) throws Exception {
        job.target().attach(connection);
        try {
            joined.endCatchUp(reached);
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
        joined.report(job.status(), tables);
        if (!outOfStep.due(joined.missing(tables)).isEmpty() || outOfStep.hasRequests()) {
            throw new SessionOver("more tables are due to be loaded");
        }
    }

    /**
     * Whether a table was altered since the session was opened: the next session reports that better than the stream's
     * failure does.
     *
     * @param failure what ended the stream; if the source was lost, this does not ask it
     */
    boolean isAnyAltered(Exception failure) {
        if (Causes.find(failure, SQLException.class) != null || Causes.find(failure, IOException.class) != null) {
            return false;
        }
        try {
            Database source = Database.source(template);
            return !tables.altered(
                            source, tables.all().stream().map(SourceTable::name).toList())
                    .isEmpty();
        } catch (RuntimeException e) {
            LOG.debug("cannot look whether a table was altered", e);
            return false;
        }
    }

    /** The tables that the routes name, captured or waiting. */
    Set<TableName> known() {
        return known;
    }

    /** The captured tables. */
    SourceTables tables() {
        return tables;
    }

    /** The publication's version when the session was opened. */
    PublicationVersion published() {
        return published;
    }
}
