package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A table's way to its target, to be looked at from all sides before it is used; opens and changes nothing. */
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

    /** The target table's name. */
    public TableName target() {
        return target;
    }

    /**
     * Takes the target table.
     *
     * @param targets where it was looked up
     * @throws Refusal if it does not exist
     */
    public TargetTable find(TargetTables targets) {
        TargetTable to = targets.require(target);
        mapped = new MappedTable(entry, from, to);
        return to;
    }

    /**
     * Makes sure that the account could create the target.
     *
     * @return the columns that would become text, each with its type on the source
     * @throws Refusal if it may not
     */
    public Map<String, String> requireCreatable(Database source, Database database) throws Exception {
        NewTable created = new MappedTable(entry, from, new TargetTable(target, List.of(), Layout.PLAIN)).newTable();
        created.requireRights(database);
        return created.textColumns(source, database);
    }

    /** The table with its target, once that was looked up. */
    MappedTable mapped() {
        return mapped;
    }

    /** The operations that reach the target. */
    public Set<Operation> operations() {
        return entry.parsedOperations();
    }

    /** What the statements need on the target. */
    public Set<String> privileges() {
        return mapped.privileges();
    }

    /** All that is wrong with columns, types and keys. */
    public List<Refusal> problems() {
        return mapped.problems();
    }

    /** Whether the servers have expressions or a condition to evaluate. */
    public boolean evaluates() {
        return mapped.evaluates();
    }

    /**
     * Lets both servers check expressions and condition, in the target's transaction that is under way.
     *
     * @throws Refusal with what they say
     */
    public void checkExpressions(Database source, Database database, Kernel kernel) throws Exception {
        mapped.check(source, database, kernel);
    }

    /** After {@link #checkExpressions}: the columns that a row may lack when it starts to match the condition. */
    public Set<String> lostWhenMatching() {
        return mapped.lostWhenMatching();
    }

    /** The statements by which rows are changed. */
    public ChosenWay way() {
        return mapped.way();
    }

    /** The column of the source that a target column gets as it is; null if it gets something else. */
    public String sourceOf(String column) {
        return mapped.columns(mapped.relation()).items().stream()
                .filter(item -> item.target().equals(column) && item.source() != null)
                .map(SelectList.Item::source)
                .findFirst()
                .orElse(null);
    }

    /** The target columns that get values. */
    public Set<String> mappedColumns() {
        return mapped.columns(mapped.relation()).items().stream()
                .map(SelectList.Item::target)
                .collect(Collectors.toSet());
    }
}
