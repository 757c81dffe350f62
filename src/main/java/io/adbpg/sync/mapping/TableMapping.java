package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableRights;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a table route says of where a table's rows go. The {@code table} template makes one of its parameters. */
public final class TableMapping implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(TableMapping.class);

    private Entry entry = new Entry("", "", "*", "", "", "net", "", this::place);
    private final Map<TableName, MappedTable> tables = new ConcurrentHashMap<>();
    private final Map<Relation, TableSql> statements = new ConcurrentHashMap<>();
    private CamelContext context;
    private StagingNames stagingNames = new StagingNames();
    private volatile Kernel kernel;

    /** The source table, or {@code schema.*}. */
    public void setSource(String source) {
        entry = entry.withSource(source);
    }

    /** The target table, or {@code schema.*} for the same names. */
    public void setTarget(String target) {
        entry = entry.withTarget(target);
    }

    /** The select list; {@code *} for all columns under their own names. */
    public void setColumns(String columns) {
        entry = entry.withColumns(columns);
    }

    /** The condition; blank for all rows. */
    public void setWhere(String where) {
        entry = entry.withWhere(where);
    }

    /** The operations that reach the target. */
    public void setOperations(String operations) {
        entry = entry.withOperations(operations);
    }

    /** Which changes reach the target: {@code net} or {@code every}. */
    public void setChanges(String changes) {
        entry = entry.withChanges(changes);
    }

    /** The columns that a hand-written route adds, each with its type. */
    public void setAdds(String adds) {
        entry = entry.withAdds(adds);
    }

    /** The source table as it is written. */
    public String source() {
        return entry.source();
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        StagingNames ofJob = camelContext.getRegistry().findSingleByType(StagingNames.class);
        stagingNames = ofJob == null ? stagingNames : ofJob;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    private String place(String parameter) {
        EntryPlaces places =
                context == null ? null : context.getRegistry().lookupByNameAndType(EntryPlaces.NAME, EntryPlaces.class);
        return places == null ? "" : places.of(entry.source(), parameter);
    }

    /** The target of a source table. */
    public TableName target(TableName table) {
        TableName name = entry.targetName();
        return name.isWildcard() ? new TableName(name.schema(), table.table()) : name;
    }

    /**
     * Takes the target of a table and checks that rows can go there. Must be called for every captured table before
     * the first of its row groups comes, on every new connection.
     *
     * @param targets where the target was looked up
     * @param rights those of the job's account on it
     * @throws Refusal if the entry in the route file or the target table can't work
     */
    public void open(
            SourceTable from, TargetTables targets, TableRights rights, Database source, Database target, Kernel probed)
            throws Exception {
        kernel = probed;
        statements.clear();
        TargetTable to = targets.require(target(from.name()));
        MappedTable table = new MappedTable(entry, from, to);
        rights.require(to.name(), table.privileges());
        boolean isNew = tables.put(from.name(), table) == null;
        table.check(source, target, kernel);
        if (isNew) {
            LOG.debug("table {} to {}", from.name(), table.way());
            warn(from, table);
        }
    }

    /** Looks at a table's way to its target without opening it. */
    public MappingInspection inspect(SourceTable from) {
        return new MappingInspection(entry, from, target(from.name()));
    }

    private void warn(SourceTable from, MappedTable table) {
        ChosenWay way = table.way();
        boolean finds = parsedOperations().contains(Operation.UPDATE)
                || parsedOperations().contains(Operation.DELETE);
        if (finds && way.isSlow()) {
            LOG.warn(
                    "target table {} has no index on {}: it is read from end to end for each batch with updated or deleted"
                            + " rows; add a primary key or an index",
                    way.target(),
                    String.join(", ", way.key()));
        }
        if (!table.lostWhenMatching().isEmpty()) {
            LOG.warn(
                    "rows of {} that start to match `where` while a big value of {} is left alone can't be completed,"
                            + " and would stop the job; run ALTER TABLE {} REPLICA IDENTITY FULL on the source to prevent"
                            + " that",
                    from.name(),
                    String.join(", ", table.lostWhenMatching()),
                    from.name());
        }
    }

    /**
     * What the target of a table lacks to take what the table has become.
     *
     * @throws Refusal if the entry names a column that is not there any more
     */
    public TargetChange targetChange(SourceTable from, ShapeChange change, Database target, Kernel probed)
            throws Exception {
        TargetTable to = TargetTable.load(target, probed, target(from.name()));
        return new TargetFit(entry, new MappedTable(entry, from, to), change, target).find();
    }

    /** Gives rows that are on the target the values of columns that were added to their table on the source. */
    public void fill(TableName table, ShapeChange change, Database target) {
        if (!isHistory()) {
            MappedTable mapped = tables.get(table);
            new AddedColumns(mapped.columns(mapped.relation()), ownRows(table), target).fill(change.added());
        }
    }

    /** How the table's changes are folded. */
    public NetChanges.Rule rule(TableName table) {
        MappedTable mapped = tables.get(table);
        return new NetChanges.Rule(
                parsedOperations(),
                // Without inserts an update must not bring a row that the target lacks.
                !mapped.columns(mapped.relation()).kept().isEmpty() || !inserts(),
                entry.isStamped(),
                entry.everyChange());
    }

    /** The operations that reach the target. */
    public Set<Operation> parsedOperations() {
        return entry.parsedOperations();
    }

    /**
     * The query by which the source gives the rows of a table that the target gets, in the order of {@link #loadColumns}.
     *
     * <p>What the stream tells of a change has no value yet: {@link Stamp#LOADED} stands there.
     *
     * @param part a condition of its own that the rows must meet too, over {@code ctid}; blank for all
     */
    public String loadQuery(TableName table, String part) {
        return tables.get(table).sourceQuery().text(part);
    }

    /** The target columns that {@link #loadQuery} fills, in parentheses. */
    public String loadColumns(TableName table) {
        MappedTable mapped = tables.get(table);
        return mapped.columns(mapped.relation()).names().stream()
                .map(TableName::quote)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** What a COPY of the rows of {@link #loadQuery} fills. */
    public CopiedColumns copied(TableName table) {
        MappedTable mapped = tables.get(table);
        return mapped.columns(mapped.relation()).copied();
    }

    /** Whether rows bring along what the stream tells of their change. */
    public boolean isStamped() {
        return entry.isStamped();
    }

    /** Whether rows are only ever added to the target. */
    public boolean isHistory() {
        return entry.everyChange();
    }

    /**
     * Creates the target of a table if there is none.
     *
     * @throws Refusal if the account may not
     */
    public void createIfMissing(SourceTable from, Database source, Database target, Kernel probed) throws Exception {
        TableName name = target(from.name());
        NewTable created = new MappedTable(entry, from, new TargetTable(name, List.of(), Layout.PLAIN)).newTable();
        if (!created.exists(target)) {
            created.create(source, target, probed);
        }
    }

    /**
     * The condition on the rows {@code t} of the target that come from a table: its constants. It is {@code true} unless
     * the target takes rows of others too.
     */
    public String ownRows(TableName table) {
        MappedTable mapped = tables.get(table);
        return new RowMatch(mapped.columns(mapped.relation()), kernel).ownRows("t");
    }

    /** How a table that the mapping was opened for can be compared with its target. */
    public ComparedTable compared(TableName table) {
        return tables.get(table).compared(ownRows(table));
    }

    /** A table that the mapping was opened for, as the stream brings its rows. */
    public Relation relation(TableName table) {
        return tables.get(table).relation();
    }

    /** How the target of a table keeps its rows. */
    public Layout layout(TableName table) {
        return tables.get(table).to().layout();
    }

    /** What is known of a source table that the mapping was opened for. */
    MappedTable table(TableName source) {
        return tables.get(source);
    }

    private boolean inserts() {
        return parsedOperations().contains(Operation.INSERT);
    }

    /** Adds to a row group's message what the statements need: header {@code sql}, a {@link TableSql}. */
    public void map(@Body RowGroup group, @Headers Map<String, Object> headers) {
        // Without rows only the key counts, which the steps of a route leave as it is.
        boolean hasRows = !group.rows().isEmpty() || group.hasPartial();
        Relation relation = hasRows
                ? group.relation()
                : tables.get(group.relation().table()).relation();
        headers.put("sql", statements.computeIfAbsent(relation, this::statements));
    }

    private TableSql statements(Relation relation) {
        return tables.get(relation.table()).sql(relation, kernel, stagingNames.next(), inserts());
    }
}
