package io.adbpg.sync.session;

import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.load.InitialLoad;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TableStates;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.load.TargetCreation;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.PositionTable;
import io.adbpg.sync.resume.Publication;
import io.adbpg.sync.resume.PublicationMemory;
import io.adbpg.sync.resume.PublicationVersion;
import io.adbpg.sync.resume.ReplicationSlot;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a session: checks both ends, brings loaded tables into the stream, and starts to load the tables that are missing.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final Duration LOOK = Duration.ofMillis(200);

    private final JobServices job;
    private final Settings settings;
    private final CommitPosition position;
    private final TablesOutOfStep outOfStep;
    private final TableRoutes routes;
    private final Runnable whenLoaded;
    private final BooleanSupplier isOver;
    private final ProducerTemplate template;

    private SourceTables tables;
    private JoinedTables joined;
    private OpeningRefusals refusals;
    private PublicationVersion published;
    private long begin;
    private long loadedFrom = Long.MAX_VALUE;
    private final Set<TableName> known = new TreeSet<>();

    /**
     * @param routes the table routes as they are now
     * @param template runs statements on both ends
     * @param whenLoaded called on another thread when a load has ended, so that another session follows
     * @param isOver whether another session is to follow
     */
    Opening(
            JobServices job,
            CommitPosition position,
            TableRoutes routes,
            ProducerTemplate template,
            Runnable whenLoaded,
            BooleanSupplier isOver) {
        this.job = job;
        this.settings = job.settings();
        this.position = position;
        this.outOfStep = job.outOfStep();
        this.routes = routes;
        this.whenLoaded = whenLoaded;
        this.isOver = isOver;
        this.template = template;
    }

    /**
     * Does everything that comes before streaming.
     *
     * @return empty if no table streams yet: then this has waited for the load to end, and another session is to follow
     */
    Optional<Session> open() throws Exception {
        try {
            return openOrLoad();
        } catch (SQLException e) {
            // Failures of the source are marked as such where the source is asked.
            throw new Failed("target", e);
        }
    }

    private Optional<Session> openOrLoad() throws Exception {
        Diagnosis failure = outOfStep.collect();
        try {
            openBothEnds();
        } finally {
            job.source().resetConnection();
        }
        List<SourceTable> missing = outOfStep.due(joined.missing(tables));
        if (!settings.load().copies()) {
            missing = joined.joinWithoutLoad(missing, routes);
        }
        if (!missing.isEmpty() && position.ahead() == 0 && outOfStep.load() == null) {
            load(missing);
        }
        joined.report(job.status(), tables);
        InitialLoad load = outOfStep.load();
        if (!joined.streamed().isEmpty() || (load == null && tables.all().isEmpty())) {
            return Optional.of(
                    new Session(job, position, template, tables, joined, known, published, begin, loadedFrom));
        }
        if (load == null) {
            throw failure(failure);
        }
        job.status().enter(JobState.LOADING, Message.NONE);
        job.takeover().turns().tried(null);
        while (!load.await(LOOK) && !isOver.getAsBoolean()) {
            // Somebody may ask for the next session meanwhile.
        }
        return Optional.empty();
    }

    private void openBothEnds() throws Exception {
        Database source = Database.source(template, JobServices.SOURCE);
        Database target = Database.target(template);
        TableStates states = new TableStates(settings.job(), template);
        Map<TableName, State> stored = states.read();
        job.staleRows().restore(states.readStale());
        boolean isNew = stored.isEmpty();
        job.quarantine().require(target);
        tables = SourceTables.load(source, routes.wanted(), settings::abilities);
        job.status().noteCapture(settings.capture(tables.version()).word(), whyCapture());
        Publication publication = new Publication(source, settings.slot(), tables.version());
        boolean publishes = tables.abilities().publishes();
        if (publishes) {
            tables.refuse(publication.refusals(tables));
        }
        joined = new JoinedTables(states, stored, position, job.target());
        SchemaChanges altered = new SchemaChanges(
                tables,
                routes,
                joined,
                source,
                target,
                job.target(),
                job.staleRows(),
                job.alterations(),
                settings.following());
        altered.require();
        TableOpening opening = openTables(source, target, isNew);
        if (settings.following().isFull()) {
            new AddedValues(routes, source, target, job.target(), job.alterations()).follow(tables.all());
        }
        if (opening.truncates() && !tables.abilities().tellsTruncate()) {
            LOG.warn(
                    "the source is PostgreSQL {}, whose log does not tell of TRUNCATE: the target keeps the rows",
                    Kernel.text(tables.version()));
        }
        ReplicationSlot slot = new ReplicationSlot(source, settings, position);
        slot.check(tables.abilities(), outOfStep.neededFrom(joined.neededFrom()));
        boolean isFollowed = position.state() == PositionTable.State.KNOWN;
        if (publishes) {
            published = new PublicationRepair(
                            job, publication, new PublicationMemory(target, settings.job()), joined, routes)
                    .run(tables, isFollowed);
        }
        slot.open();
        if (!isFollowed) {
            // The position that the rows belong to is lost: tables are loaded as new ones, or again.
            joined.keepOnly(joined.reloading().stream()
                    .filter(table -> LoadPlan.whyNotReloadable(table, routes) == null)
                    .toList());
        } else if (!joined.isCurrent()) {
            throw new SessionOver("a load, or an earlier copy of the job, has just changed the table states");
        }
        outOfStep.noteLeftOut(tables.leftOut());
        tables.all().forEach(table -> known.add(table.name()));
        known.addAll(opening.refusals().keySet());
        new LeavingTables(routes, tables, source).tell(joined.others(known));
        bringIntoLine(altered, new PartitionChanges(routes, joined, source, job.staleRows(), job.alterations()));
        // The tables that have joined need what comes after the position, which limits confirmation by itself.
        loadedFrom = joined.neededFrom();
        begin = slot.advance(tables.abilities(), outOfStep.neededFrom(loadedFrom));
    }

    /** Says why another capture reads the source than the settings name; null if theirs does. */
    private String whyCapture() {
        return settings.capture(tables.version()) == settings.capture()
                ? null
                : "the source is PostgreSQL " + Kernel.text(tables.version())
                        + ", which has no publications: its changes are read by plug-in test_decoding, which sends those of"
                        + " all tables";
    }

    /** Opens the target tables. Tables that can't be opened or loaded make a new job be refused. */
    private TableOpening openTables(Database source, Database target, boolean isNew) throws Exception {
        TableOpening opening = new TableOpening(
                tables, routes, joined, source, target, job.target(), TargetCreation.of(settings, isNew));
        job.target().commit();
        if (!opening.toTakeOut().isEmpty()) {
            takeOut(opening);
        }
        refusals = new OpeningRefusals(outOfStep, isNew);
        refusals.decide(opening.refusals());
        if (isNew && settings.load().copies()) {
            // Refuse before anything is changed.
            refusals.decide(plan(joined.missing(tables)).refusals());
        }
        return opening;
    }

    /** Ends the session: the next one publishes these tables no more, and loads them again once they can be published. */
    private void takeOut(TableOpening opening) throws Exception {
        for (TableName table : opening.toTakeOut()) {
            LOG.warn(
                    "table {} leaves the publication, so that the source takes its changes again; once it can be published"
                            + " it is loaded again",
                    table);
            outOfStep.postpone(table, opening.refusals().get(table));
        }
        joined.reload(opening.toTakeOut());
        throw new SessionOver("tables have left the publication");
    }

    /** Updates the table states for the routes, for altered tables, and for tables that were loaded. */
    private void bringIntoLine(SchemaChanges altered, PartitionChanges partitions) throws Exception {
        joined.keepOnly(known);
        joined.forgetMoved(routes);
        partitions.accept(tables);
        altered.accept();
        Set<TableName> fallen = outOfStep.takeOutOfStep();
        for (TableName table : fallen) {
            Message why = Message.of(
                    "it was altered more than once with changes in between, or the publication has left columns out");
            LOG.info("table {} is loaded again: {}", table, why);
            job.alterations().note(table, why, Outcome.LOADED_AGAIN, Message.NONE);
        }
        joined.reload(fallen);
        outOfStep.keepOnly(known);
        job.status().keepOnly(known);
        boolean isLevel = position.written() >= position.ahead();
        // A crash came between the last batch of the catch-up and this; or all tables are loaded again.
        if (position.ahead() > 0 && (isLevel || joined.streamed().isEmpty())) {
            joined.endCatchUp(position.written());
        }
        if (position.ahead() == 0) {
            joined.reload(outOfStep.takeRequests());
            if (outOfStep.load() == null) {
                joined.dropReplaced();
                joined.joinLoaded();
            }
        }
    }

    private LoadPlan plan(List<SourceTable> missing) throws Exception {
        LoadPlan plan = new LoadPlan(settings, routes, Database.target(template), joined, tables, missing);
        job.target().commit();
        return plan;
    }

    private void load(List<SourceTable> missing) throws Exception {
        LoadPlan plan = plan(missing);
        refusals.decide(plan.refusals());
        if (!plan.loads().isEmpty()) {
            InitialLoad load = new InitialLoad(job.context(), settings, job.status(), job.target(), job.quarantine());
            outOfStep.track(load);
            load.start(plan.loads(), tables.abilities(), position.written(), whenLoaded);
        }
    }

    private static Exception failure(Diagnosis failure) {
        if (failure == null) {
            return Hindrance.of("no table can be loaded yet");
        }
        return failure.isTransient() && failure.refusal().getCause() instanceof Exception cause
                ? cause
                : failure.refusal();
    }
}
