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
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private Relation relation;
    private Set<String> knownTypes = Set.of();
    private Set<String> targetTypesOfSource = Set.of();
    /** Null until the servers have told. */
    private SourceReads reads;

    MappedTable(Entry entry, SourceTable from, TargetTable to) {
        this.entry = entry;
        this.from = from;
        this.to = to;
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
        Relation relation = new Relation(from.name(), columns, key).with(added().keySet());
        return entry.isStamped() ? relation.with(Stamp.COLUMNS.keySet()) : relation;
    }

    /** What a hand-written route adds that the source has not got. */
    private Map<String, String> added() {
        Map<String, String> added = new LinkedHashMap<>(entry.added());
        added.keySet().removeAll(from.types().keySet());
        return added;
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
            knownTypes = TargetTable.knownTypes(target, types().values());
            List<String> targetTypes = items().stream()
                    .map(item -> to.column(item.target()).type())
                    .toList();
            targetTypesOfSource = TargetTable.knownTypes(source, targetTypes);
            SqlCheck sql = new SqlCheck(entry, from);
            sql.onSource(source, rows(""), items());
            Map<String, Set<String>> byTarget = sql.onTarget(target, stagingTypes(relation()), items());
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
        Set<String> copied = items().stream()
                .filter(item -> item.source() != null && isKeptAsItIs(item))
                .map(Item::source)
                .collect(Collectors.toSet());
        return new SourceReads(condition == null ? Set.of() : condition, expressions, copied);
    }

    private boolean isKeptAsItIs(Item item) {
        String text = "text|character varying(\\(\\d+\\))?";
        String source = types().get(item.source());
        String target = to.column(item.target()).declaredType();
        return source.equals(target) || (source.matches(text) && target.matches(text));
    }

    /** The columns that a row may lack when it starts to match the condition. */
    Set<String> lostWhenMatching() {
        return new MappingCheck(entry, from, to, items()).lostWhenMatching(reads);
    }

    private Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>(from.types());
        types.putAll(added());
        if (entry.isStamped()) {
            types.putAll(Stamp.COLUMNS);
        }
        return types;
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
                List.copyOf(stagingTypes(relation).values()),
                insertsMissing,
                isHistory());
    }

    /** Staged values have the target's types; the source's, if the target has them, where SQL is evaluated over them. */
    private Map<String, String> stagingTypes(Relation relation) {
        Map<String, String> result = new LinkedHashMap<>();
        List<Item> items = columns(relation).items();
        for (String column : relation.columns()) {
            String sourceType = types().get(column);
            boolean isRead = reads == null || reads.all().contains(column);
            String type = items.stream()
                    .filter(item -> column.equals(item.source()))
                    .map(item -> to.column(item.target()).declaredType())
                    .findFirst()
                    .orElse("text");
            result.put(column, isRead && knownTypes.contains(sourceType) ? sourceType : type);
        }
        return result;
    }

    /** The rows of the source with all columns that may be read, for a FROM. */
    private String rows(String part) {
        List<String> further = new ArrayList<>(entry.isStamped() ? Stamp.LOADED : List.of());
        added().forEach((column, type) -> further.add("CAST(NULL AS " + type + ") AS " + TableName.quote(column)));
        if (further.isEmpty() && part.isBlank()) {
            return from.toSql();
        }
        further.add(0, "*");
        return "(SELECT " + String.join(", ", further) + " FROM " + from.toSql()
                + (part.isBlank() ? "" : " WHERE " + part) + ") AS "
                + TableName.quote(from.name().table());
    }

    /**
     * The query that gives the rows as the target gets them, for COPY on the source.
     *
     * @param part a condition over {@code ctid}; blank for all rows
     */
    String loadQuery(String part) {
        Map<String, String> stagingTypes = stagingTypes(relation());
        List<String> values = new ArrayList<>();
        for (Item item : items()) {
            String type = to.column(item.target()).type();
            values.add(
                    isCopied(item, stagingTypes) || !targetTypesOfSource.contains(type)
                            ? item.expression()
                            : "CAST(" + item.expression() + " AS " + type + ")");
        }
        String where = entry.condition() == null ? "" : " WHERE (" + entry.condition() + ")";
        return "SELECT " + String.join(", ", values) + " FROM " + rows(part) + where;
    }

    private boolean isCopied(Item item, Map<String, String> stagingTypes) {
        return item.source() != null
                && stagingTypes
                        .get(item.source())
                        .equals(to.column(item.target()).declaredType());
    }

    /** How the source's rows can be compared with the target's. */
    ComparedTable compared(String ownRows) {
        List<Column> key = columns(relation()).key();
        List<ComparedColumn> compared = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Item item : items()) {
            Column column = to.column(item.target());
            values.add("t." + TableName.quote(item.target()));
            compared.add(new ComparedColumn(
                    column,
                    loadedType(item),
                    key.indexOf(column),
                    !SqlText.of(item.expression()).isOfItsTime()));
        }
        String rows =
                "SELECT " + String.join(", ", values) + " FROM " + to.name().toSql() + " AS t WHERE " + ownRows;
        return new ComparedTable(
                from, to.name(), compared, loadQuery(""), rows, entry.parsedOperations(), whyNotComparable());
    }

    /** The type of what {@link #loadQuery} gives; blank if it is not known. */
    private String loadedType(Item item) {
        Column column = to.column(item.target());
        boolean isCast = !isCopied(item, stagingTypes(relation())) && targetTypesOfSource.contains(column.type());
        return isCast ? column.type() : item.source() == null ? "" : types().get(item.source());
    }

    private String whyNotComparable() {
        if (isHistory()) {
            return "it is a history, which the source has not got any more";
        }
        return entry.condition() != null && entry.condition().isOfItsTime()
                ? "its `where` reads what differs from one time to another"
                : "";
    }

    /** The target, for the case that there is none. */
    NewTable newTable() {
        return new NewTable(to.name(), from, types(), items(), !isHistory());
    }
}
