package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Comparison;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One source table of an entry, with the target table that its rows go to. */
final class MappedTable {
    private final Entry entry;
    private final SourceTable from;
    private final TargetTable to;
    private final ColumnTypes types;
    private Relation relation;
    private MappedColumns columns;
    /** Null until {@link #check} has asked the servers. */
    private SourceReads reads;

    MappedTable(Entry entry, SourceTable from, TargetTable to) {
        this.entry = entry;
        this.from = from;
        this.to = to;
        this.types = new ColumnTypes(entry, from, to);
    }

    SourceTable from() {
        return from;
    }

    TargetTable to() {
        return to;
    }

    /** Returns the relation that row groups will have after the steps of a hand-written route. */
    Relation relation() {
        if (relation == null) {
            relation = expected();
        }
        return relation;
    }

    private Relation expected() {
        List<String> columns = List.copyOf(from.types().keySet());
        int[] key = from.key().stream().mapToInt(columns::indexOf).toArray();
        Relation relation =
                new Relation(from.name(), columns, key).with(types.added().keySet());
        return entry.isStamped() ? relation.with(Stamp.COLUMNS.keySet()) : relation;
    }

    /** Returns the column mapping for a relation of the stream. */
    MappedColumns columns(Relation relation) {
        boolean isStamped = entry.isStamped();
        List<String> own = relation.columns().stream()
                .filter(column -> !isStamped || !Stamp.COLUMNS.containsKey(column))
                .filter(this::isForTarget)
                .toList();
        return new MappedColumns(relation, to, entry.selectList().expand(own));
    }

    private MappedColumns columns() {
        if (columns == null) {
            columns = columns(relation());
        }
        return columns;
    }

    /** Whether the target takes the values of a column, if rows still come with it. */
    boolean takes(String column) {
        return columns(relation().with(List.of(column))).items().stream()
                .anyMatch(item -> column.equals(item.source()) && to.column(item.target()) != null);
    }

    /** Whether the target takes a column's values as another type, itself or by an expression. */
    boolean converts(String column) {
        return items().stream()
                .filter(item -> item.source() == null || column.equals(item.source()))
                .anyMatch(item -> item.source() == null
                        ? reads != null && reads.all().contains(column)
                        : !to.column(item.target())
                                .declaredType()
                                .equals(from.types().get(column)));
    }

    /** Whether {@code *} takes a column: not those that the target generates, and generated ones only if it has them. */
    private boolean isForTarget(String column) {
        TargetTable.Column there = to.column(column);
        boolean isCreated = to.columns().isEmpty();
        return there == null ? isCreated || !from.generated().contains(column) : !there.generated();
    }

    /** Whether the target gets anything of a source column. Until the servers were asked, this may say no too often. */
    boolean uses(String column) {
        return items().stream().anyMatch(item -> column.equals(item.source()))
                || (reads != null && reads.all().contains(column));
    }

    /** Whether the target tells apart whatever the source does in a column that it gets as it is. */
    boolean tellsApart(Item item) {
        Comparison source = from.comparisons().get(item.source());
        return source == null
                || FineComparison.isKept(source, to.column(item.target()).comparison());
    }

    /** Returns the constants that distinguish its rows from those of other tables in the same target. */
    List<Item> constants() {
        return columns().constants();
    }

    /** Whether rows are only added. */
    boolean isHistory() {
        return entry.wantsEveryChange();
    }

    private List<Item> items() {
        return columns().items();
    }

    /** Whether the entry has expressions or a condition, which the servers must evaluate. */
    boolean evaluates() {
        return entry.condition() != null || items().stream().anyMatch(item -> item.source() == null);
    }

    /** Returns the privileges that the statements of the routes may need on the target table. */
    Set<String> privileges() {
        Set<Operation> wanted = entry.parsedOperations();
        Set<String> privileges = new LinkedHashSet<>(Set.of("SELECT"));
        if (isHistory() || wanted.contains(Operation.INSERT) || wanted.contains(Operation.UPDATE)) {
            privileges.add("INSERT");
        }
        if (isHistory()) {
            return privileges;
        }
        // From a shared target only the table's own rows may be removed, by DELETE.
        boolean truncates = wanted.contains(Operation.TRUNCATE) && constants().isEmpty();
        if (wanted.contains(Operation.UPDATE)) {
            privileges.add("UPDATE");
        }
        if (!truncates || wanted.size() > 1) {
            privileges.add("DELETE");
        }
        if (truncates) {
            privileges.add("TRUNCATE");
        }
        return privileges;
    }

    /** Returns all problems that the catalogues of both ends reveal. */
    List<Refusal> problems(Database source, Database target) {
        return mappingCheck(source, target).problems();
    }

    /**
     * Checks everything that can be checked before the first row arrives.
     *
     * @param into a table with the target table's columns, which the target can be asked about
     */
    void check(Database source, Database target, Kernel kernel, String into) throws Exception {
        mappingCheck(source, target).run();
        reads = evaluates() ? null : SourceReads.NONE;
        if (evaluates()) {
            new Account(source).requireOnTable(from.name(), Set.of("SELECT"));
            types.ask(source, target, items());
            SqlCheck sql = new SqlCheck(entry, from);
            sql.onSource(source, sourceQuery().rows(""), items());
            Map<String, Set<String>> byTarget = sql.onTarget(target, staged(relation()), items());
            if (entry.parsedOperations().contains(Operation.INSERT)) {
                sql.insert(target, into, sql(relation(), kernel, "", true));
            }
            sql.close(target);
            reads = readsOf(byTarget);
        }
        SentColumns sent = new SentColumns(entry, from, to, items());
        sent.checkUnchanged(reads);
        sent.checkDeleted(reads);
    }

    /** Returns the target columns of renamed columns whose former name the target still has, for no value. */
    List<String> besideFormer(ShapeChange change) {
        Set<String> taken = items().stream().map(Item::target).collect(Collectors.toSet());
        return change.renamed().stream()
                .filter(column -> to.column(column.before().name()) != null
                        && !taken.contains(column.before().name()))
                .map(column -> column.after().name())
                .filter(taken::contains)
                .toList();
    }

    private MappingCheck mappingCheck(Database source, Database target) {
        return new MappingCheck(entry, from, to, items(), type -> NearestTypes.of(source, target, Set.of(type))
                .get(type));
    }

    private SourceReads readsOf(Map<String, Set<String>> byTarget) {
        Map<String, Set<String>> expressions = new HashMap<>(byTarget);
        Set<String> condition = expressions.remove("");
        Set<String> copied =
                items().stream().filter(types::isKept).map(Item::source).collect(Collectors.toSet());
        return new SourceReads(condition == null ? Set.of() : condition, expressions, copied);
    }

    /** Returns the columns whose values a row may lack when it starts to match the condition. */
    Set<String> lostWhenMatching() {
        return new SentColumns(entry, from, to, items()).lostWhenMatching(reads);
    }

    /** Returns how its rows are found and written. */
    ApplyMethod applyMethod() {
        return new ApplyMethod(
                to.name(),
                to.layout(),
                isHistory() || !relation().hasKey() ? List.of() : columns().keyNames(),
                isHistory(),
                entry.condition() == null && columns().isPlain());
    }

    /** Returns the SQL for rows with the columns of a relation. */
    TableSql sql(Relation relation, Kernel kernel, String staging, boolean insertsMissing) {
        new SentColumns(entry, from, to, columns(relation).items()).checkRows(relation);
        return new TableSql(
                columns(relation),
                kernel,
                entry.condition(),
                reads == null ? SourceReads.NONE : reads,
                staging,
                List.copyOf(staged(relation).values()),
                insertsMissing,
                isHistory());
    }

    private Map<String, String> staged(Relation relation) {
        return types.staged(relation, columns(relation).items(), reads == null ? relation.columns() : reads.all());
    }

    /** Returns the query that reads the source's rows as the target gets them. */
    SourceQuery sourceQuery() {
        return new SourceQuery(entry, from, to, items(), types, staged(relation()));
    }

    /**
     * Returns the queries that compare the source's rows with the target's.
     *
     * @param ownRows the condition that a target row {@code t} comes from this source table
     */
    ComparedTable compared(String ownRows) {
        return sourceQuery().compared(columns().key(), ownRows);
    }

    /** Says what the target table lacks if it is created; nothing if that is nothing. */
    Message notCreated() {
        return new SilentLoss(entry, from, to, items()).notCreated();
    }

    /** Returns the definition of the target table, to create it if it is missing. */
    NewTable newTable() {
        return new NewTable(to.name(), from, types.ofSource(), items(), !isHistory());
    }
}
