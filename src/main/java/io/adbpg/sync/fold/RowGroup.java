package io.adbpg.sync.fold;

import java.util.List;
import java.util.Objects;

/**
 * What a batch does to one table by one operation, folded to net rows: the unit that routes handle.
 *
 * @param relation the source table
 * @param operation what is done
 * @param rows whole rows in the order of the relation's columns: those to insert; those that replace updated ones; for a
 *     delete of a table without key those to take away, each as often as it stands here
 * @param keys the keys of the rows to delete; for inserts and updates the keys of {@code rows}, in the same order; empty
 *     for a table without key
 * @param partial updated rows that take values from the row that the target holds
 */
public record RowGroup(
        Relation relation, Operation operation, List<Row> rows, List<Row> keys, List<PartialRow> partial) {

    /**
     * An updated row of which the target knows more than the source sent.
     *
     * @param row the new values, some of them {@link Row#UNCHANGED}
     * @param key its key
     * @param oldKey the key under which the target holds the row: another one if the key was changed
     */
    public record PartialRow(Row row, Row key, Row oldKey) {
        /** Whether the key was changed. */
        public boolean isMoved() {
            return !key.equals(oldKey);
        }
    }

    /** How many rows the group inserts, updates or deletes. */
    public int size() {
        boolean rowsCount = operation != Operation.DELETE || keys.isEmpty();
        return (rowsCount ? rows.size() : keys.size()) + partial.size();
    }

    /**
     * Whether some rows can't be written without the row that the target holds. Not {@code isPartial}: in a route that
     * would also stand for {@link #partial}, and which of the two is called would differ from one JVM to the next.
     */
    public boolean hasPartial() {
        return !partial.isEmpty();
    }

    /** Without the rows: Camel hashes a body whenever a route asks it something, and there may be many. */
    @Override
    public int hashCode() {
        return Objects.hash(relation, operation, rows.size(), keys.size(), partial.size());
    }

    /** The rows as maps, for steps that handle rows: made anew at each call. Of deleted rows they hold the key only. */
    public List<RowMap> rowMaps() {
        return RowMaps.of(this);
    }

    /** Whether a row of {@link #partial} has got another key. */
    public boolean isMoved() {
        return partial.stream().anyMatch(PartialRow::isMoved);
    }
}
