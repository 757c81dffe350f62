package io.adbpg.sync.mapping;

import io.adbpg.sync.mapping.SelectList.Item;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The source columns that a table's condition and expressions read. It matters for updates that come without unchanged
 * TOAST values.
 *
 * @param condition the columns that the condition reads
 * @param expressions the columns that an expression reads, by its target column
 * @param copied the columns that the target stores unconverted, so that they can be read there
 */
record SourceReads(Set<String> condition, Map<String, Set<String>> expressions, Set<String> copied) {
    /** For a table without condition and expressions. */
    static final SourceReads NONE = new SourceReads(Set.of(), Map.of(), Set.of());

    /**
     * Returns the only column that an item's expression reads, if the target does not have it; otherwise null. If that
     * column is unchanged, so is the value of the expression.
     */
    String onlyColumn(Item item) {
        Set<String> columns = expressions.getOrDefault(item.target(), Set.of());
        return columns.size() == 1 && !copied.containsAll(columns)
                ? columns.iterator().next()
                : null;
    }

    /** Returns the columns that the condition or an expression needs and the target does not have. */
    Set<String> lost() {
        Set<String> lost = new HashSet<>(condition);
        expressions.values().stream().filter(columns -> columns.size() > 1).forEach(lost::addAll);
        lost.removeAll(copied);
        return lost;
    }

    /** Returns all columns that are read. */
    Set<String> all() {
        Set<String> all = new HashSet<>(condition);
        expressions.values().forEach(all::addAll);
        return all;
    }
}
