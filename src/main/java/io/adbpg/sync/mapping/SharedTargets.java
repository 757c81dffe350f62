package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks that source tables with the same target are distinguished there by a constant. */
public final class SharedTargets {
    private final Database target;
    private final Map<TableName, List<MappedTable>> byTarget = new TreeMap<>();

    /** Starts without tables. */
    public SharedTargets(Database target) {
        this.target = target;
    }

    /**
     * Adds a table that a mapping has opened.
     *
     * @throws Refusal if its rows could be mistaken for those of a table that was added before
     */
    public void add(TableMapping mapping, TableName source) {
        add(mapping.table(source));
    }

    /**
     * Adds a table under inspection.
     *
     * @throws Refusal if its rows could be mistaken for those of a table that was added before
     */
    public void add(MappingInspection inspection) {
        add(inspection.mapped());
    }

    private void add(MappedTable table) {
        TableName source = table.from().name();
        List<MappedTable> others = byTarget.computeIfAbsent(table.to().name(), name -> new ArrayList<>());
        for (MappedTable other : others) {
            boolean onlyAdd = table.isHistory() && other.isHistory();
            if (!onlyAdd && !isToldApart(table, other)) {
                String name = source.table().replace("'", "''");
                throw Refusal.of(
                        "source tables {0} and {1} both go into {2}, where their rows could not be told apart: give both"
                                + " entries a constant column that differs, such as columns: \"*, '{3}' AS origin\"",
                        other.from().name(), source, table.to().name(), name);
            }
        }
        others.add(table);
    }

    private boolean isToldApart(MappedTable one, MappedTable other) {
        for (Item ours : one.constants()) {
            for (Item theirs : other.constants()) {
                if (ours.target().equals(theirs.target()) && differ(ours, theirs, one)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean differ(Item ours, Item theirs, MappedTable table) {
        Column column = table.to().column(ours.target());
        String type = column.declaredType();
        return column.comparison().collation() == null
                && (Boolean) target.run("SELECT CAST(" + ours.toJdbc() + " AS " + type + ") <> CAST(" + theirs.toJdbc()
                                + " AS " + type + ") AS differ")
                        .get(0)
                        .get("differ");
    }
}
