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

/** The types that the values of a mapped table have on their way: at the source, in the staging table, at the target. */
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

    /** Asks each end which of the other's types it has. Until then none counts as known. */
    void ask(Database source, Database target, List<Item> items) {
        knownToTarget = TargetTable.knownTypes(target, ofSource().values());
        knownToSource = TargetTable.knownTypes(
                source,
                items.stream().map(item -> to.column(item.target()).type()).toList());
    }

    /** What a hand-written route adds that the source has not got: from name to type. */
    Map<String, String> added() {
        Map<String, String> added = new LinkedHashMap<>(entry.added());
        added.keySet().removeAll(from.types().keySet());
        return added;
    }

    /** From the name of each column that the items may read to its type. */
    Map<String, String> ofSource() {
        Map<String, String> types = new LinkedHashMap<>(from.types());
        types.putAll(added());
        if (entry.isStamped()) {
            types.putAll(Stamp.COLUMNS);
        }
        return types;
    }

    /**
     * From the name of each column of a row to the type that it is staged with: the target's; the source's, if the target has
     * it, where SQL is evaluated over it.
     *
     * @param read the columns that SQL reads
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

    /** Whether an item is a column whose values the target holds as they are. */
    boolean isKept(Item item) {
        if (item.source() == null) {
            return false;
        }
        String text = "text|character varying(\\(\\d+\\))?";
        String source = ofSource().get(item.source());
        String target = to.column(item.target()).declaredType();
        return source.equals(target) || (source.matches(text) && target.matches(text));
    }

    /** Whether the source can give a value of the type of an item's target column. */
    boolean isKnownToSource(Item item) {
        return knownToSource.contains(to.column(item.target()).type());
    }
}
