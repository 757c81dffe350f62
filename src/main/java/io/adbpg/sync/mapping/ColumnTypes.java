package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types that a mapped table's values have on the source, in the staging table and on the target. */
final class ColumnTypes {
    private final Entry entry;
    private final SourceTable from;
    private final TargetTable to;
    private Set<String> knownToTarget = Set.of();
    private Set<String> knownToSource = Set.of();

    ColumnTypes(Entry entry, SourceTable from, TargetTable to) {
        this.entry = entry;
        this.from = from;
        this.to = to;
    }

    /** Finds out which of its types each end shares with the other; until then none counts as shared. */
    void ask(Database source, Database target, List<Item> items) {
        knownToTarget = TargetTable.knownTypes(target, ofSource().values());
        knownToSource = TargetTable.knownTypes(
                source,
                items.stream().map(item -> to.column(item.target()).type()).toList());
    }

    /** Returns the columns that a hand-written route adds to the source's, as types by name. */
    Map<String, String> added() {
        Map<String, String> added = new LinkedHashMap<>(entry.added());
        added.keySet().removeAll(from.types().keySet());
        return added;
    }

    /** Returns the types of all columns that the select list may read, by name. */
    Map<String, String> ofSource() {
        Map<String, String> types = new LinkedHashMap<>(from.types());
        types.putAll(added());
        if (entry.isStamped()) {
            types.putAll(Stamp.COLUMNS);
        }
        return types;
    }

    /**
     * Returns the staging types of a row's columns, by name: the target column's type; for columns that SQL reads, the
     * source's type if the target has it.
     *
     * @param read the columns that an expression or the condition reads
     */
    Map<String, String> staged(Relation relation, List<Item> items, Collection<String> read) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String column : relation.columns()) {
            String sourceType = ofSource().get(column);
            String type = items.stream()
                    .filter(item -> column.equals(item.source()))
                    .map(item -> to.column(item.target()).declaredType())
                    .findFirst()
                    .orElse("text");
            result.put(column, read.contains(column) && knownToTarget.contains(sourceType) ? sourceType : type);
        }
        return result;
    }

    /** Whether an item is a source column whose values the target stores unconverted. */
    boolean isKept(Item item) {
        if (item.source() == null) {
            return false;
        }
        String text = "text|character varying(\\(\\d+\\))?";
        String source = ofSource().get(item.source());
        String target = to.column(item.target()).declaredType();
        return source.equals(target) || (source.matches(text) && target.matches(text));
    }

    /** Whether the source has the type of an item's target column, and so can cast to it. */
    boolean isKnownToSource(Item item) {
        return knownToSource.contains(to.column(item.target()).type());
    }
}
