package io.adbpg.sync.fold;

import java.util.List;

/** The changes of one table in a batch, folded to net rows as they come. */
interface TableChanges {
    /** Adds an inserted row. */
    void insert(Row row);

    /**
     * Adds an updated row.
     *
     * @param old the row before: its key columns at least; null if the key has not changed
     */
    void update(Row old, Row row);

    /** Adds a deleted row: its key columns at least, or all of them if the table has no key. */
    void delete(Row old);

    /** The net changes, in the order in which they must be applied: delete, update, insert. Empty groups are left out. */
    List<RowGroup> groups();
}
