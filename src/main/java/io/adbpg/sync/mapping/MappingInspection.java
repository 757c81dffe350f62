package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.settings.Following;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The mapping of one table, for precheck: answers questions about it without opening it; changes nothing. */
public final class MappingInspection {
    private final Entry entry;
    private final SourceTable from;
    private final TableName target;
    private MappedTable mapped;

    MappingInspection(Entry entry, SourceTable from, TableName target) {
        this.entry = entry;
        this.from = from;
        this.target = target;
    }

    /** Returns the target table's name. */
    public TableName target() {
        return target;
    }

    /**
     * Looks the target table up; must come before any method that needs it.
     *
     * @param targets the tables that were read from the target's catalogue
     * @throws Refusal if it does not exist
     */
    public TargetTable find(TargetTables targets) {
        TargetTable to = targets.require(target);
        mapped = new MappedTable(entry, from, to);
        return to;
    }

    /**
     * Requires that the account can create the target.
     *
     * @return the columns that would become text, as source types by name
     * @throws Refusal if it may not
     */
    public Map<String, String> requireCreatable(Database source, Database database) throws Exception {
        NewTable created = missing().newTable();
        created.requireRights(database);
        return created.textColumns(source, database);
    }

    /** Returns the statements that create the target as the job would, and let its account write to it. */
    public String creation(Database source, Database database, Kernel kernel) throws Exception {
        return missing()
                .newTable()
                .statements(source, database, kernel, missing().privileges());
    }

    private MappedTable missing() {
        return new MappedTable(entry, from, new TargetTable(target, List.of(), Layout.PLAIN, false));
    }

    /** Says what the target table lacks if it is created; blank if that is nothing. */
    public Message notCreated() {
        return missing().notCreated();
    }

    /** Returns the table with its target, after {@link #find}; null before. */
    MappedTable mapped() {
        return mapped;
    }

    /** Returns the target table, after {@link #find}. */
    public TargetTable targetTable() {
        return mapped.to();
    }

    /** The operations that reach the target. */
    public Set<Operation> operations() {
        return entry.parsedOperations();
    }

    /** Whether the entry leaves rows out by its {@code where}. */
    public boolean isConditional() {
        return entry.condition() != null;
    }

    /** Whether rows are only added: each change is a row of its own. */
    public boolean isHistory() {
        return mapped.isHistory();
    }

    /** Returns the privileges that the statements may need on the target. */
    public Set<String> privileges() {
        return mapped.privileges();
    }

    /** Returns all problems with columns, types and keys. */
    public List<Refusal> problems(Database source, Database database) {
        return mapped.problems(source, database);
    }

    /**
     * Returns what must change in the target, since the source table was altered after the target's rows came into line with it.
     *
     * @throws Refusal if the entry names a column that was renamed or dropped
     */
    public TargetChange targetChange(
            ShapeChange change, Following.Dropped dropped, Database source, Database database, Kernel kernel)
            throws Exception {
        return new TargetFit(entry, mapped, change, dropped, false, source, database, kernel).find();
    }

    /** Whether the entry has expressions or a condition, which the servers must evaluate. */
    public boolean evaluates() {
        return mapped.evaluates();
    }

    /**
     * Has both servers check expressions and condition, within the current transaction on the target.
     *
     * @throws Refusal with the error of the server that rejects one
     */
    public void checkExpressions(Database source, Database database, Kernel kernel) throws Exception {
        mapped.check(source, database, kernel, mapped.to().toSql());
    }

    /**
     * Returns, after {@link #checkExpressions}, the columns whose values a row may lack when it starts to match the
     * condition.
     */
    public Set<String> lostWhenMatching() {
        return mapped.lostWhenMatching();
    }

    /** Returns how rows are found and written. */
    public ApplyMethod applyMethod() {
        return mapped.applyMethod();
    }

    /** Returns the source column that a target column gets; null if it gets an expression, or nothing. */
    public String sourceOf(String column) {
        return mapped.columns(mapped.relation()).items().stream()
                .filter(item -> item.target().equals(column) && item.source() != null)
                .map(SelectList.Item::source)
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the source column that a target column gets, if rows that differ in the one differ in the other; null if it gets
     * an expression, or nothing, or holds different values for equal.
     */
    public String distinctSourceOf(String column) {
        return mapped.columns(mapped.relation()).items().stream()
                .filter(item -> item.target().equals(column) && item.source() != null && mapped.tellsApart(item))
                .map(SelectList.Item::source)
                .findFirst()
                .orElse(null);
    }

    /** Returns the names of the mapped target columns. */
    public Set<String> mappedColumns() {
        return mapped.columns(mapped.relation()).items().stream()
                .map(SelectList.Item::target)
                .collect(Collectors.toSet());
    }
}
