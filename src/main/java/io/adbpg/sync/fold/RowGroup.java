package io.adbpg.sync.fold;

import java.util.List;
import java.util.Objects;

/**
 * The net rows that a batch inserts into, updates in or deletes from one table: the unit that routes handle.
 *
 * @param relation the source table
 * @param operation what to do with the rows
 * @param rows complete rows in the order of the relation's columns: the rows to insert, or the new images of updated
 *     rows; for a DELETE in a table without a key, the rows to delete, each as often as it is listed
 * @param keys the keys of the rows to delete; for INSERT and UPDATE the keys of {@code rows}, in the same order; empty
 *     for a table without a key
 * @param partial updated rows that take some values from the target's row
 */
public record RowGroup(
        Relation relation, Operation operation, List<Row> rows, List<Row> keys, List<PartialRow> partial) {

    /**
     * An updated row with values that only the target has.
     *
     * @param row the new values; {@link Row#UNCHANGED} ones stay as they are on the target
     * @param key its key after the update
     * @param oldKey the key under which the target has the row: differs from {@code key} if the update changed it
     */
    public record PartialRow(Row row, Row key, Row oldKey) {
        /** Whether the update changed the key. */
        public boolean isMoved() {
            return !key.equals(oldKey);
        }
    }

    /** Returns how many rows the group inserts, updates or deletes. */
    public int size() {
        boolean rowsCount = operation != Operation.DELETE || keys.isEmpty();
        return (rowsCount ? rows.size() : keys.size()) + partial.size();
    }

    /**
     * Whether some rows take values from the target's rows. Don't name it {@code isPartial}: in a route,
     * {@code partial} would then mean either this method or {@link #partial}, and which one would differ from JVM to
     * JVM.
     */
    public boolean hasPartial() {
        return !partial.isEmpty();
    }

    /** Leaves the rows out: Camel hashes a body whenever a route calls it, and there may be many rows. */
    @Override
    public int hashCode() {
        return Objects.hash(relation, operation, rows.size(), keys.size(), partial.size());
    }

    /**
     * Returns the rows as maps, for steps that handle single rows; each call makes new ones. Deleted rows have only
     * their key, unless the table has none.
     */
    public List<RowMap> rowMaps() {
        return RowMapConverter.toMaps(this);
    }

    /** Whether the update changed the key of a row in {@link #partial}. */
    public boolean isMoved() {
        return partial.stream().anyMatch(PartialRow::isMoved);
    }
}
