package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceSession;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.load.InitialLoad;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TableStates;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.PositionTable;
import io.adbpg.sync.resume.Publication;
import io.adbpg.sync.resume.ReplicationSlot;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the job up to the stream: opens both ends, brings loaded tables into the stream, and begins to load those
 * that are missing.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final CamelContext context;
    private final Settings settings;
    private final JobStatus status;
    private final Target target;
    private final CommitPosition position;
    private final TablesOutOfStep loads;
    private final TableRoutes routes;
    private final boolean isOnTrial;
    private final Runnable whenLoaded;
    private final Quarantine quarantine;
    private final ProducerTemplate template;
    private final TargetConnection connection;

    private SourceTables tables;
    private JoinedTables joined;
    private OpeningRefusals refusals;
    private boolean truncates;
    private long loadedFrom = Long.MAX_VALUE;
    private final Set<TableName> known = new TreeSet<>();

    /**
     * @param isOnTrial whether the routes were edited just now
     * @param whenLoaded called by another thread when a load has ended: another session is to follow
     * @param quarantine loses what is in it of a table that was loaded again
     */
    Session(
            CamelContext context,
            Settings settings,
            JobStatus status,
            Target target,
            CommitPosition position,
            TablesOutOfStep loads,
            TableRoutes routes,
            boolean isOnTrial,
            Runnable whenLoaded,
            Quarantine quarantine) {
        this.context = context;
        this.settings = settings;
        this.status = status;
        this.target = target;
        this.position = position;
        this.loads = loads;
        this.routes = routes;
        this.isOnTrial = isOnTrial;
        this.whenLoaded = whenLoaded;
        this.quarantine = quarantine;
        this.template = context.createProducerTemplate();
        this.connection = target.own();
    }

    /**
     * Does all that comes before the stream.
     *
     * @return whether there is a stream to read; else the tables are loaded first, which this has waited for
     */
    boolean open() throws Exception {
        try {
            return openOrLoad();
        } catch (SQLException e) {
            throw ofTarget(e);
        }
    }

    /** Who asks the source marks its failures. */
    private static Failed ofTarget(SQLException failure) {
        return new Failed("target", failure);
    }

    private boolean openOrLoad() throws Exception {
        Diagnosis failure = loads.collect();
        try {
            openBothEnds();
        } finally {
            context.getRegistry()
                    .lookupByNameAndType(CaptureConsumer.SOURCE, SourceSession.class)
                    .resetConnection();
        }
        List<SourceTable> missing = missing();
        if (!settings.load().copies()) {
            missing = joined.joinWithoutLoad(missing, routes);
        }
        if (!missing.isEmpty() && position.ahead() == 0 && loads.load() == null) {
            load(missing, Database.target(template));
        }
        report();
        InitialLoad load = loads.load();
        if (!joined.streamed().isEmpty() || (load == null && tables.all().isEmpty())) {
            return true;
        }
        if (load == null) {
            throw failure(failure);
        }
        status.enter(JobState.LOADING, "");
        load.await();
        return false;
    }

    private void openBothEnds() throws Exception {
        Database source = Database.source(template, CaptureConsumer.SOURCE);
        TableStates states = new TableStates(settings.job(), template);
        Map<TableName, State> stored = states.read();
        quarantine.require(Database.target(template));
        tables = SourceTables.load(source, routes.names());
        joined = new JoinedTables(states, stored, position, target);
        boolean isNew = stored.isEmpty();
        SchemaChanges altered = new SchemaChanges(tables, routes, joined, Database.target(template), target);
        altered.require(settings.addsColumns());
        TableOpening opening = new TableOpening(
                tables,
                routes,
                joined,
                source,
                Database.target(template),
                target,
                settings.load().createsTables());
        target.commit();
        refusals = new OpeningRefusals(status, loads, isNew, isOnTrial);
        refusals.tell(opening.refusals());
        truncates = opening.truncates();
        if ((isNew || isOnTrial) && settings.load().copies()) {
            // Before anything is changed.
            refusals.tell(
                    plan(joined.missing(tables), Database.target(template)).refusals());
        }
        new Publication(source, settings.slot()).publish(tables, truncates);

        loadedFrom = joined.neededFrom();
        new ReplicationSlot(source, settings, position).open(tables.version(), neededFrom());
        if (position.state() != PositionTable.State.KNOWN) {
            // What the tables hold belongs to a position that is no more: they are loaded as new ones, or once more.
            joined.keepOnly(joined.reloading().stream()
                    .filter(table -> routes.of(table) != null && LoadPlan.whyNotAgain(table, routes) == null)
                    .toList());
        } else if (!stored.equals(states.read())) {
            throw new SessionOver("a load, or a predecessor of the job, has just changed the table states");
        }
        tables.all().forEach(table -> known.add(table.name()));
        known.addAll(opening.refusals().keySet());
        joined.keepOnly(known);
        joined.forgetMoved(routes);
        altered.accept();
        Set<TableName> outOfStep = loads.takeOutOfStep();
        outOfStep.forEach(table -> LOG.info(
                "table {} is loaded again, since it was altered more than once, and rows came in between", table));
        joined.reload(outOfStep);
        loads.keepOnly(known);
        status.keepOnly(known);
        if (position.ahead() > 0 && position.written() >= position.ahead()) {
            // A crash came between the last batch and this.
            joined.caughtUp(position.written());
        }
        if (position.ahead() == 0) {
            reload(loads.takeRequests());
            if (loads.load() == null) {
                quarantine.clear(joined.loaded(), connection);
                joined.joinLoaded();
            }
        }
        // From now on the position says what is needed by those that have joined.
        loadedFrom = joined.neededFrom();
    }

    private void reload(Set<TableName> requested) throws Exception {
        for (TableName table : requested) {
            String why = LoadPlan.whyNotAgain(table, routes);
            if (why == null) {
                joined.reload(List.of(table));
            } else {
                LOG.warn("table {} is not loaded again: {}", table, why);
            }
        }
    }

    private List<SourceTable> missing() {
        return joined.missing(tables).stream()
                .filter(table -> !loads.isWaiting(table.name()))
                .toList();
    }

    private LoadPlan plan(List<SourceTable> missing, Database database) throws Exception {
        LoadPlan plan = new LoadPlan(settings, routes, database, joined, tables, missing);
        target.commit();
        return plan;
    }

    private void load(List<SourceTable> missing, Database database) throws Exception {
        LoadPlan plan = plan(missing, database);
        refusals.tell(plan.refusals());
        if (!plan.loads().isEmpty()) {
            InitialLoad load = new InitialLoad(context, settings, status, target);
            loads.begun(load);
            load.start(plan.loads(), tables.version(), position.written(), whenLoaded);
        }
    }

    private static Exception failure(Diagnosis failure) {
        if (failure == null) {
            return new IllegalStateException("no table can be loaded yet");
        }
        return failure.passing() && failure.refusal().getCause() instanceof Exception cause ? cause : failure.refusal();
    }

    private void report() {
        for (SourceTable table : tables.all()) {
            State state = joined.of(table.name());
            if (joined.behind().contains(table.name())) {
                status.table(table.name(), TableStatus.State.CATCHING_UP);
            } else if (state != null && joined.streamed().contains(table.name())) {
                status.table(table.name(), TableStatus.State.SYNCING);
            }
        }
    }

    /** Whether a table's changes come by the stream. */
    boolean isStreamed(TableName table) {
        return joined.streamed().contains(table);
    }

    /** What the stream may say that the tables look like. */
    StreamShapes shapes() {
        long behind = position.written();
        long others = Math.max(behind, position.ahead());
        return new StreamShapes(
                tables,
                joined.streamed(),
                joined.previousShapes(),
                Database.source(template),
                table -> joined.behind().contains(table) ? behind : others,
                loads::fallOutOfStep);
    }

    /** Lets the changes of the tables through that are in the stream. */
    TransactionHandler admission(StreamShapes shapes, BatchAssembler assembler) {
        Admission admission = new Admission(
                assembler,
                joined.streamed(),
                joined.behind(),
                position.ahead(),
                settings.batchMaxRows(),
                this::caughtUp,
                this::neededFrom);
        return new ShapedChanges(admission, shapes, tables, joined.previousShapes());
    }

    private long neededFrom() {
        InitialLoad load = loads.load();
        return load == null ? loadedFrom : Math.min(loadedFrom, load.neededFrom());
    }

    private void caughtUp(long reached) throws Exception {
        target.attach(connection);
        try {
            joined.caughtUp(reached);
        } catch (SQLException e) {
            throw ofTarget(e);
        }
        report();
        if (!missing().isEmpty() || loads.hasRequests()) {
            throw new SessionOver("more tables are to be loaded");
        }
    }

    /**
     * Whether a table was altered since this began: the next session has more to say of that than what reads the stream.
     *
     * @param failure what ended the stream; a source that is away is not asked
     */
    boolean isAnyAltered(Exception failure) {
        if (Causes.find(failure, SQLException.class) != null || Causes.find(failure, IOException.class) != null) {
            return false;
        }
        try {
            Database source = Database.source(template);
            return tables.all().stream()
                    .anyMatch(table -> !tables.changed(source, table).isNone());
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

    /** Whether TRUNCATE is wanted. */
    boolean truncates() {
        return truncates;
    }

    @Override
    public void close() {
        template.stop();
    }
}
