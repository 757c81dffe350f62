package io.adbpg.sync.fold;

import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row for a step that handles rows: from the name of each column to its value, as the text PostgreSQL prints.
 *
 * <p>Values may be changed and columns added; a column that is removed must be removed from all rows of the group. A value
 * that the source did not send, since the update left it alone, is not in the map.
 */
public final class RowMap extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> unchanged = new TreeSet<>();
    private final transient Row oldKey;
    private final transient boolean isMoved;
    private boolean dropped;

    /**
     * @param columns the names of the row's values
     * @param oldKey the key under which the target holds the row; null if it is not to be kept apart
     * @param isMoved whether that is another key than the row has now
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

    /** Whether the source did not send a column's value, so that the target's stays. */
    public boolean isUnchanged(String column) {
        return unchanged.contains(column) && !containsKey(column);
    }

    /** Whether the column is in the row, known or not. */
    boolean has(String column) {
        return containsKey(column) || unchanged.contains(column);
    }

    /** Leaves the row out: the target gets nothing of it. */
    public void drop() {
        dropped = true;
    }

    /** Whether the row is left out. */
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
