package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TargetTable;
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

/** One source table of an entry, and the target table that its rows go to. */
final class MappedTable {
    private final Entry entry;
    private final SourceTable from;
    private final TargetTable to;
    private final ColumnTypes types;
    private Relation relation;
    /** Null until the servers have told. */
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

    /** The table as its rows are going to come, after the steps of a hand-written route. */
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

    /** Which target columns get what of a table as the stream describes it. */
    MappedColumns columns(Relation relation) {
        List<String> own = relation.columns().stream()
                .filter(column -> !Stamp.COLUMNS.containsKey(column))
                .filter(column ->
                        to.column(column) == null || !to.column(column).generated())
                .toList();
        return new MappedColumns(relation, to, entry.selectList().expand(own));
    }

    /** The constants that tell its rows from those of other tables in the same target. */
    List<Item> constants() {
        return columns(relation()).constants();
    }

    /** Whether rows are only ever added. */
    boolean isHistory() {
        return entry.everyChange();
    }

    private List<Item> items() {
        return columns(relation()).items();
    }

    /** Whether there are expressions or a condition. */
    boolean evaluates() {
        return entry.condition() != null || items().stream().anyMatch(item -> item.source() == null);
    }

    /** What the statements of the routes need on the target table, be it for a rare case only. */
    Set<String> privileges() {
        Set<Operation> wanted = entry.parsedOperations();
        Set<String> privileges = new LinkedHashSet<>(Set.of("SELECT"));
        if (isHistory() || wanted.contains(Operation.INSERT) || wanted.contains(Operation.UPDATE)) {
            privileges.add("INSERT");
        }
        if (isHistory()) {
            return privileges;
        }
        // Of a shared table only its own rows can be taken away.
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

    /** All that is wrong with it as the catalogues of both ends describe it. */
    List<Refusal> problems() {
        return new MappingCheck(entry, from, to, items()).problems();
    }

    /** Checks everything that can be checked before the first row comes. */
    void check(Database source, Database target, Kernel kernel) throws Exception {
        MappingCheck check = new MappingCheck(entry, from, to, items());
        check.run();
        reads = evaluates() ? null : SourceReads.NONE;
        if (evaluates()) {
            new Account(source).requireOnTable(from.name(), Set.of("SELECT"));
            types.ask(source, target, items());
            SqlCheck sql = new SqlCheck(entry, from);
            sql.onSource(source, sourceQuery().rows(""), items());
            Map<String, Set<String>> byTarget = sql.onTarget(target, staged(relation()), items());
            if (entry.parsedOperations().contains(Operation.INSERT)) {
                sql.insert(target, sql(relation(), kernel, "", true));
            }
            sql.close(target);
            reads = readsOf(byTarget);
        }
        check.checkUnchanged(reads);
        check.checkDeleted(reads);
    }

    private SourceReads readsOf(Map<String, Set<String>> byTarget) {
        Map<String, Set<String>> expressions = new HashMap<>(byTarget);
        Set<String> condition = expressions.remove("");
        Set<String> copied =
                items().stream().filter(types::isKept).map(Item::source).collect(Collectors.toSet());
        return new SourceReads(condition == null ? Set.of() : condition, expressions, copied);
    }

    /** The columns that a row may lack when it starts to match the condition. */
    Set<String> lostWhenMatching() {
        return new MappingCheck(entry, from, to, items()).lostWhenMatching(reads);
    }

    /** By what statements its rows are changed. */
    ChosenWay way() {
        MappedColumns columns = columns(relation());
        return new ChosenWay(
                to.name(),
                to.layout(),
                isHistory() || !relation().hasKey() ? List.of() : columns.keyNames(),
                isHistory(),
                entry.condition() == null && columns.isPlain());
    }

    /** The statements for rows of this shape. */
    TableSql sql(Relation relation, Kernel kernel, String staging, boolean insertsMissing) {
        new MappingCheck(entry, from, to, columns(relation).items()).checkRows(relation);
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

    /** The query that gives the source's rows as the target gets them. */
    SourceQuery sourceQuery() {
        return new SourceQuery(entry, from, to, items(), types, staged(relation()));
    }

    /**
     * How the source's rows can be compared with the target's.
     *
     * @param ownRows the condition on the rows {@code t} of the target that come from this table
     */
    ComparedTable compared(String ownRows) {
        return sourceQuery().compared(columns(relation()).key(), ownRows);
    }

    /** The target, for the case that there is none. */
    NewTable newTable() {
        return new NewTable(to.name(), from, types.ofSource(), items(), !isHistory());
    }
}
