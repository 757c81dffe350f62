package io.adbpg.sync.mapping;

import io.adbpg.sync.mapping.SelectList.Item;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of the source a table's condition and expressions read. It matters where an update leaves a big value
 * alone: PostgreSQL does not send it then.
 *
 * @param condition the columns that the condition reads
 * @param expressions by target column, those that its expression reads
 * @param copied the columns that the target holds value for value, so that they can be read there
 */
record SourceReads(Set<String> condition, Map<String, Set<String>> expressions, Set<String> copied) {
    /** Of a table without condition and expressions. */
    static final SourceReads NONE = new SourceReads(Set.of(), Map.of(), Set.of());

    /**
     * The only column that an item's expression reads, if the target does not hold it: while that is unchanged, so is
     * what was computed of it. Else null.
     */
    String onlyColumn(Item item) {
        Set<String> columns = expressions.getOrDefault(item.target(), Set.of());
        return columns.size() == 1 && !copied.containsAll(columns)
                ? columns.iterator().next()
                : null;
    }

    /** The columns without which the condition or an expression can't be told, and which the target does not hold. */
    Set<String> lost() {
        Set<String> lost = new HashSet<>(condition);
        expressions.values().stream().filter(columns -> columns.size() > 1).forEach(lost::addAll);
        lost.removeAll(copied);
        return lost;
    }

    /** All columns that are read. */
    Set<String> all() {
        Set<String> all = new HashSet<>(condition);
        expressions.values().forEach(all::addAll);
        return all;
    }
}
