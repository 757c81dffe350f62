package io.adbpg.sync.fold;

import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row for a step that handles single rows: maps column names to values, as the text that PostgreSQL prints.
 *
 * <p>A step may change values and add columns; to remove a column, it must remove it from all rows of the group.
 * Unchanged TOAST values are not in the map.
 */
public final class RowMap extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> unchanged = new TreeSet<>();
    private final transient Row oldKey;
    private final transient boolean isMoved;
    private boolean dropped;

    /**
     * @param columns the names of the row's values
     * @param oldKey the key under which the target has a partial row; null for a complete row
     * @param isMoved whether the update changed the key
     */
    RowMap(Iterable<String> columns, Row row, Row oldKey, boolean isMoved) {
        this.oldKey = oldKey;
        this.isMoved = isMoved;
        int offset = 0;
        for (String column : columns) {
            if (row.length(offset) == Row.UNCHANGED) {
                unchanged.add(column);
            } else {
                put(column, row.textAt(offset));
            }
            offset = row.next(offset);
        }
    }

    /** Whether a column's value is unchanged TOAST, so that the target keeps its own. */
    public boolean isUnchanged(String column) {
        return unchanged.contains(column) && !containsKey(column);
    }

    /** Whether the row has the column, even if its value is unchanged. */
    boolean has(String column) {
        return containsKey(column) || unchanged.contains(column);
    }

    /** Drops the row: it does not reach the target. */
    public void drop() {
        dropped = true;
    }

    /** Whether the row was dropped. */
    public boolean isDropped() {
        return dropped;
    }

    Row oldKey() {
        return oldKey;
    }

    boolean isMoved() {
        return isMoved;
    }
}
