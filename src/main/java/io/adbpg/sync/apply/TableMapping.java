package io.adbpg.sync.apply;

import io.adbpg.sync.Refusal;
import io.adbpg.sync.apply.SelectList.Item;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Headers;

/** What a table route says of where a table's rows go. The {@code table} template makes one of its parameters. */
public final class TableMapping {
    private static final AtomicInteger STAGING_TABLES = new AtomicInteger();

    private String source = "";
    private String target = "";
    private String columns = "*";
    private String where = "";
    private String operations = "";

    private final Map<TableName, SourceTable> sourceTables = new ConcurrentHashMap<>();
    private final Map<TableName, TargetTable> targetTables = new ConcurrentHashMap<>();
    private final Set<String> knownTypes = ConcurrentHashMap.newKeySet();
    private final Map<Relation, TableSql> statements = new ConcurrentHashMap<>();
    private volatile Kernel kernel;

    /** The source table, or {@code schema.*}. */
    public void setSource(String source) {
        this.source = source;
    }

    /** The target table, or {@code schema.*} for the same names. */
    public void setTarget(String target) {
        this.target = target;
    }

    /** The select list; {@code *} for all columns under their own names. */
    public void setColumns(String columns) {
        this.columns = columns;
    }

    /** The condition; blank for all rows. */
    public void setWhere(String where) {
        this.where = where;
    }

    /** The operations that reach the target. */
    public void setOperations(String operations) {
        this.operations = operations;
    }

    /** A mapping with the same parameters that has looked up nothing yet. */
    public TableMapping fresh() {
        TableMapping fresh = new TableMapping();
        fresh.setSource(source);
        fresh.setTarget(target);
        fresh.setColumns(columns);
        fresh.setWhere(where);
        fresh.setOperations(operations);
        return fresh;
    }

    /** The target of a source table. */
    public TableName target(TableName table) {
        TableName name = parse("target", target);
        return name.isWildcard() ? new TableName(name.schema(), table.table()) : name;
    }

    /**
     * Looks up the target of a table and checks that rows can go there. Must be called for every captured table before
     * the first of its row groups comes, on every new connection.
     *
     * @throws Refusal if the entry in the route file or the target table can't work
     */
    public void open(SourceTable table, Database database, Kernel probed) throws Exception {
        kernel = probed;
        statements.clear();
        TargetTable found = TargetTable.load(database, kernel, target(table.name()));
        new Account(database).requireOnTable(found.name(), privileges());
        sourceTables.put(table.name(), table);
        targetTables.put(table.name(), found);
        check(table, found);
        if (evaluates(items(List.copyOf(table.types().keySet()), found))) {
            knownTypes.addAll(TargetTable.knownTypes(database, table.types().values()));
        }
    }

    /**
     * The query by which the source gives the rows of a table that the target gets, in the order of {@link #loadColumns}.
     *
     * @param part a condition of its own that the rows must meet too; blank for all
     */
    public String loadQuery(TableName table, String part) {
        List<String> conditions = new ArrayList<>();
        if (!where.isBlank()) {
            conditions.add("(" + where + ")");
        }
        if (!part.isBlank()) {
            conditions.add(part);
        }
        return "SELECT " + loadItems(table).stream().map(Item::expression).collect(Collectors.joining(", ")) + " FROM "
                + sourceTables.get(table).toSql()
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    /** The target columns that {@link #loadQuery} fills, in parentheses. */
    public String loadColumns(TableName table) {
        return loadItems(table).stream()
                .map(item -> TableName.quote(item.target()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private List<Item> loadItems(TableName table) {
        return items(List.copyOf(sourceTables.get(table).types().keySet()), targetTables.get(table));
    }

    /**
     * Creates the target of a table if there is none.
     *
     * @throws Refusal if the account may not
     */
    public void createIfMissing(SourceTable table, Database from, Database to, Kernel probed) throws Exception {
        List<Item> all = columns.strip().equals("*")
                ? table.types().keySet().stream().map(Item::same).toList()
                : parsedColumns();
        NewTable created = new NewTable(target(table.name()), table, all);
        if (!created.exists(to)) {
            created.create(from, to, probed);
        }
    }

    /** How the table's changes are folded. */
    public NetChanges.Rule rule(TableName table) {
        TargetTable found = targetTables.get(table);
        Set<String> mapped = new HashSet<>();
        for (Item item : items(List.copyOf(sourceTables.get(table).types().keySet()), found)) {
            mapped.add(item.target());
        }
        boolean keepsColumns =
                found.columns().stream().anyMatch(column -> !column.generated() && !mapped.contains(column.name()));
        // Without inserts an update must not bring a row that the target lacks.
        return new NetChanges.Rule(parsedOperations(), keepsColumns || !inserts());
    }

    /** The operations that reach the target. */
    public Set<Operation> parsedOperations() {
        try {
            return Operation.parseList(operations);
        } catch (IllegalArgumentException e) {
            throw wrong("operations", e);
        }
    }

    /** What the statements of the routes need on the target table, be it for a rare case only. */
    private Set<String> privileges() {
        Set<Operation> wanted = parsedOperations();
        Set<String> privileges = new LinkedHashSet<>(Set.of("SELECT"));
        if (wanted.contains(Operation.INSERT) || wanted.contains(Operation.UPDATE)) {
            privileges.add("INSERT");
        }
        if (wanted.contains(Operation.UPDATE)) {
            privileges.add("UPDATE");
        }
        if (!wanted.equals(Set.of(Operation.TRUNCATE))) {
            privileges.add("DELETE");
        }
        if (wanted.contains(Operation.TRUNCATE)) {
            privileges.add("TRUNCATE");
        }
        return privileges;
    }

    private boolean inserts() {
        return parsedOperations().contains(Operation.INSERT);
    }

    /** Adds to a row group's message what the statements need: header {@code sql}, a {@link TableSql}. */
    public void map(@Body RowGroup group, @Headers Map<String, Object> headers) {
        headers.put("sql", statements.computeIfAbsent(group.relation(), this::statements));
    }

    private TableSql statements(Relation relation) {
        TargetTable table = targetTables.get(relation.table());
        List<Item> items = items(relation.columns(), table);
        return new TableSql(
                relation,
                table,
                kernel,
                items,
                where.isBlank() ? null : where,
                "adbpg_sync_staging_" + STAGING_TABLES.incrementAndGet(),
                stagingTypes(relation, items, table),
                inserts());
    }

    /** Staged values have the target's types, but the source's, if the target has them, where SQL is evaluated over them. */
    private List<String> stagingTypes(Relation relation, List<Item> items, TargetTable table) {
        boolean evaluates = evaluates(items);
        Map<String, String> types = sourceTables.get(relation.table()).types();
        List<String> result = new ArrayList<>();
        for (String column : relation.columns()) {
            String type = items.stream()
                    .filter(item -> column.equals(item.source()))
                    .map(item -> table.column(item.target()).declaredType())
                    .findFirst()
                    .orElse("text");
            String sourceType = types.get(column);
            result.add(evaluates && knownTypes.contains(sourceType) ? sourceType : type);
        }
        return result;
    }

    private boolean evaluates(List<Item> items) {
        return !where.isBlank() || items.stream().anyMatch(item -> item.source() == null);
    }

    private List<Item> items(List<String> sourceColumns, TargetTable table) {
        if (!columns.strip().equals("*")) {
            return parsedColumns();
        }
        return sourceColumns.stream()
                .filter(column ->
                        table.column(column) == null || !table.column(column).generated())
                .map(Item::same)
                .toList();
    }

    private List<Item> parsedColumns() {
        try {
            return SelectList.parse(columns).items();
        } catch (IllegalArgumentException e) {
            throw wrong("columns", e);
        }
    }

    private void check(SourceTable from, TargetTable to) {
        if (parse("source", source).isWildcard() && !parse("target", target).isWildcard()) {
            throw Refusal.usage("`target` of entry " + source + " of the table routes is " + target
                    + ": write schema.* there too, or name one table as the source");
        }
        if (from.key().isEmpty() && parsedOperations().contains(Operation.UPDATE) && !inserts()) {
            throw Refusal.usage("`operations` of entry " + source + " of the table routes is '" + operations
                    + "': source table " + from.name() + " has no key, so an updated row is deleted and inserted; add"
                    + " insert, or leave out update");
        }
        List<Item> items = items(List.copyOf(from.types().keySet()), to);
        for (Item item : items) {
            checkItem(from, to, item);
        }
        for (String key : from.key()) {
            if (items.stream().noneMatch(item -> key.equals(item.source()))) {
                throw new Refusal("entry " + source + " of the table routes leaves out the key column " + key
                        + ": add it to `columns`");
            }
        }
        for (String column : from.generated()) {
            if (columns.strip().equals("*")
                    && to.column(column) != null
                    && !to.column(column).generated()) {
                throw new Refusal("column " + column + " of source table " + from.name()
                        + " is generated, so PostgreSQL does not publish it: declare it GENERATED on target table "
                        + to.name() + " too, or drop it there");
            }
        }
    }

    private void checkItem(SourceTable from, TargetTable to, Item item) {
        if (item.source() != null && !from.types().containsKey(item.source())) {
            throw new Refusal("source table " + from.name() + " has no column " + item.source()
                    + ": correct `columns` of its entry in routes/tables.camel.yaml");
        }
        Column column = to.column(item.target());
        if (column == null) {
            String type = item.source() == null ? "…" : from.types().get(item.source());
            throw new Refusal("target table " + to.name() + " has no column " + item.target() + ": run ALTER TABLE "
                    + to.name() + " ADD COLUMN " + TableName.quote(item.target()) + " " + type
                    + ", or leave it out by `columns` of its entry in routes/tables.camel.yaml");
        }
        if (column.generated()) {
            throw new Refusal("column " + item.target() + " of target table " + to.name()
                    + " is generated and takes no value: leave it out by `columns`");
        }
    }

    private TableName parse(String parameter, String text) {
        try {
            return TableName.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(parameter, e);
        }
    }

    private Refusal wrong(String parameter, IllegalArgumentException e) {
        return Refusal.usage("`" + parameter + "` of entry " + source + " of the table routes: " + e.getMessage());
    }
}
