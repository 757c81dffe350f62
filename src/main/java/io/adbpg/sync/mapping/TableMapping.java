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
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.settings.Following;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mapping of a table route: where the rows of its tables go, and how. A template makes one from its parameters: a bean of
 * type {@code #bean:tableMapping}.
 */
public final class TableMapping {
    /** The header of a TRUNCATE with the other target tables that it empties, a list of SQL texts. */
    public static final String ALSO_TRUNCATED = "alsoTruncated";

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private Entry entry = new Entry("", "", "*", "", "", "net", "", "", this::place);
    private final Map<TableName, MappedTable> tables = new ConcurrentHashMap<>();
    private final Map<Relation, TableSql> statements = new ConcurrentHashMap<>();
    private final CamelContext context;
    private final StagingNames stagingNames;
    private volatile Kernel kernel;

    /**
     * A mapping of nothing yet.
     *
     * @param context of the job
     * @param stagingNames of all staging tables of the job
     */
    public TableMapping(CamelContext context, StagingNames stagingNames) {
        this.context = context;
        this.stagingNames = stagingNames;
    }

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

    /** The tables of the source's schema that the entry does not stand for: their names, with commas between. */
    public void setExcept(String except) {
        entry = entry.withExcept(except);
    }

    /**
     * Whether the entry stands for a schema, but not for this table of it.
     *
     * @throws Refusal if {@code except} is malformed
     */
    public boolean excepts(TableName table) {
        return entry.excepts(table.table());
    }

    /** Returns the source table as the entry names it. */
    public String source() {
        return entry.source();
    }

    private Message place(String parameter) {
        EntryPlaces places = context.getRegistry().lookupByNameAndType(EntryPlaces.NAME, EntryPlaces.class);
        return places == null ? Message.NONE : places.of(entry.source(), parameter);
    }

    /** Returns the target of a source table. */
    public TableName target(TableName table) {
        TableName name = entry.targetName();
        return name.isWildcard() ? new TableName(name.schema(), table.table()) : name;
    }

    /**
     * Takes the target of a table and checks that rows can go there. Must be called for every captured table in every
     * session, before its first row group.
     *
     * @param targets the tables that were read from the target's catalogue
     * @param rights the job account's privileges on them
     * @throws Refusal if the entry and the two tables don't fit together
     */
    public void open(
            SourceTable from, TargetTables targets, TableRights rights, Database source, Database target, Kernel probed)
            throws Exception {
        TargetTable to = targets.require(target(from.name()));
        open(from, to, to.toSql(), rights, source, target, probed);
    }

    /**
     * Does the same with a target that is yet to be altered.
     *
     * @param copy a copy of the target table that has been altered
     * @param rights the job account's privileges on the target table
     * @throws Refusal if the entry and the two tables don't fit together
     */
    public void openAltered(
            SourceTable from, TargetTable copy, TableRights rights, Database source, Database target, Kernel probed)
            throws Exception {
        open(from, copy.named(target(from.name())), copy.toSql(), rights, source, target, probed);
    }

    private void open(
            SourceTable from,
            TargetTable to,
            String into,
            TableRights rights,
            Database source,
            Database target,
            Kernel probed)
            throws Exception {
        kernel = probed;
        statements.clear();
        MappedTable table = new MappedTable(entry, from, to);
        rights.require(to.name(), table.privileges());
        boolean isNew = tables.put(from.name(), table) == null;
        table.check(source, target, kernel, into);
        if (isNew) {
            LOG.debug("table {} to {}", from.name(), table.applyMethod());
            warn(from, table);
        }
    }

    /** Returns an inspection of a table's mapping, without opening it. */
    public MappingInspection inspect(SourceTable from) {
        return new MappingInspection(entry, from, target(from.name()));
    }

    /** Whether changes of rows that are there reach the target. */
    public boolean findsRows() {
        Set<Operation> operations = parsedOperations();
        return operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE);
    }

    private void warn(SourceTable from, MappedTable table) {
        ApplyMethod method = table.applyMethod();
        if (findsRows() && method.isSlow()) {
            LOG.warn(
                    "target table {} has no index on {}: it is read from end to end for each batch with updated or deleted"
                            + " rows; add a primary key or an index",
                    method.target(),
                    String.join(", ", method.key()));
        }
        if (!table.lostWhenMatching().isEmpty()) {
            LOG.warn(
                    "rows of {} that start to match `where` in an update that leaves a large value of {} unchanged can't be completed,"
                            + " and would stop the job; to prevent that, {}",
                    from.name(),
                    String.join(", ", table.lostWhenMatching()),
                    from.howToBeFull());
        }
    }

    /**
     * Returns what must change in a table's target after the table was altered.
     *
     * @param to the target table, or a copy of it
     * @param isEmpty whether that has no rows
     * @throws Refusal if the entry names a column that was renamed or dropped
     */
    public TargetChange targetChange(
            SourceTable from,
            TargetTable to,
            ShapeChange change,
            Following.Dropped dropped,
            boolean isEmpty,
            Database source,
            Database target,
            Kernel probed)
            throws Exception {
        MappedTable table = new MappedTable(entry, from, to);
        return new TargetFit(entry, table, change, dropped, isEmpty, source, target, probed).find();
    }

    /** Returns an opened table whose source table was altered. */
    public AlteredTable altered(TableName table) {
        return new AlteredTable(tables.get(table), ownRows(table), kernel);
    }

    /** Returns how the table's changes are folded. */
    public NetChanges.Rule rule(TableName table) {
        MappedTable mapped = tables.get(table);
        return new NetChanges.Rule(
                parsedOperations(),
                // Without INSERT among the operations, an update must not insert a row that the target lacks.
                !mapped.columns(mapped.relation()).kept().isEmpty() || !inserts(),
                entry.isStamped(),
                entry.wantsEveryChange());
    }

    /** The operations that reach the target. */
    public Set<Operation> parsedOperations() {
        return entry.parsedOperations();
    }

    /**
     * Returns the query that reads a table's rows from the source for the target, with the columns of
     * {@link #loadColumns}.
     *
     * <p>The columns of {@link Stamp} get the values of {@link Stamp#LOADED}.
     *
     * @param part an additional condition over {@code ctid}; blank for all rows
     * @param placed whether the first value of each row is its {@linkplain SourceTable#PLACE place}
     */
    public String loadQuery(TableName table, String part, boolean placed) {
        return tables.get(table).sourceQuery().text(part, placed);
    }

    /** Returns the target columns that {@link #loadQuery} fills, in parentheses. */
    public String loadColumns(TableName table) {
        MappedTable mapped = tables.get(table);
        return mapped.columns(mapped.relation()).names().stream()
                .map(TableName::quote)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Returns the columns that a COPY of the rows of {@link #loadQuery} fills. */
    public CopiedColumns copied(TableName table) {
        MappedTable mapped = tables.get(table);
        return mapped.columns(mapped.relation()).copied();
    }

    /** Whether rows carry the columns of {@link Stamp}. */
    public boolean isStamped() {
        return entry.isStamped();
    }

    /** Whether rows are only added to the target. */
    public boolean isHistory() {
        return entry.wantsEveryChange();
    }

    /**
     * Creates the target of a table if it does not exist.
     *
     * @throws Refusal if the account may not
     */
    public void createIfMissing(SourceTable from, Database source, Database target, Kernel probed) throws Exception {
        TableName name = target(from.name());
        MappedTable mapped = new MappedTable(entry, from, new TargetTable(name, List.of(), Layout.PLAIN, false));
        NewTable created = mapped.newTable();
        if (!created.exists(target)) {
            created.create(source, target, probed);
            if (!mapped.notCreated().isBlank()) {
                LOG.warn("table {}: {}", from.name(), mapped.notCreated());
            }
        }
    }

    /**
     * Returns the condition that a target row {@code t} comes from a table: its constants; {@code true} if it has none.
     */
    public String ownRows(TableName table) {
        MappedTable mapped = tables.get(table);
        return new RowMatch(mapped.columns(mapped.relation()), kernel).ownRows("t");
    }

    /** Returns the queries that compare an opened table with its target. */
    public ComparedTable compared(TableName table) {
        return tables.get(table).compared(ownRows(table));
    }

    /** Returns the relation of an opened table's row groups. */
    public Relation relation(TableName table) {
        return tables.get(table).relation();
    }

    /** Returns the target of an opened table. */
    public TargetTable targetTable(TableName table) {
        return tables.get(table).to();
    }

    /** Returns an opened source table. */
    MappedTable table(TableName source) {
        return tables.get(source);
    }

    private boolean inserts() {
        return parsedOperations().contains(Operation.INSERT);
    }

    /** Whether the target of an opened table has rows of other tables too, which a constant tells apart. */
    public boolean isShared(TableName table) {
        return !tables.get(table).constants().isEmpty();
    }

    /** Returns the target of an opened table for a statement that changes its own rows, quoted. */
    public String ownTarget(TableName table) {
        return tables.get(table).to().toSql();
    }

    /**
     * Adds header {@code sql}, a {@link TableSql}, to the message of a row group. Header {@link #ALSO_TRUNCATED} of a
     * TRUNCATE holds the targets of the tables that are emptied by the same statement.
     */
    public void map(@Body RowGroup group, @Headers Map<String, Object> headers) {
        // Without rows only the key matters, which a route's steps can't change.
        boolean hasRows = !group.rows().isEmpty() || group.hasPartial();
        Relation relation = hasRows
                ? group.relation()
                : tables.get(group.relation().table()).relation();
        TableSql sql = statements.computeIfAbsent(relation, this::statements);
        @SuppressWarnings("unchecked")
        List<String> also = (List<String>) headers.get(ALSO_TRUNCATED);
        headers.put("sql", also == null ? sql : sql.with(also));
    }

    private TableSql statements(Relation relation) {
        return tables.get(relation.table()).sql(relation, kernel, stagingNames.next(), inserts());
    }
}
