package io.adbpg.sync.fold;

import java.util.List;

/** Folds the changes of one table in a batch to net rows, change by change. */
interface TableChanges {
    /** Adds an inserted row. */
    void insert(Row row);

    /**
     * Adds an updated row.
     *
     * @param old the row before the update, at least its key columns; null if the key has not changed
     */
    void update(Row old, Row row);

    /** Adds a deleted row: at least its key columns, or all columns if the table has no key. */
    void delete(Row old);

    /** Returns the row groups in the order in which they must be applied: delete, update, insert; no empty ones. */
    List<RowGroup> groups();
}
