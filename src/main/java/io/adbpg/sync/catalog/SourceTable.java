package io.adbpg.sync.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A captured table, as the source's catalogue describes it.
 *
 * @param name its name
 * @param identity its replica identity: d(efault), i(ndex), f(ull) or n(othing)
 * @param types from the name of each published column to its type, as {@code format_type} prints it
 * @param generated the columns that the source computes, which it does not publish
 * @param key the columns that tell rows apart: those of the primary key or of the replica identity's index
 * @param toasted the columns whose values may be stored outside the row, hence are not sent where an update leaves them
 *     alone
 * @param partitioned whether its rows are in partitions
 * @param shape its columns and key, to be compared with what they were or will be
 */
public record SourceTable(
        TableName name,
        char identity,
        Map<String, String> types,
        List<String> generated,
        List<String> key,
        Set<String> toasted,
        boolean partitioned,
        TableShape shape) {

    /** The table's rows for a FROM clause: not those of tables that inherit from it, which are captured by themselves. */
    public String toSql() {
        return (partitioned ? "" : "ONLY ") + name.toSql();
    }

    /** Whether updates may come without values that they left alone. */
    public boolean hidesUnchanged() {
        return identity != 'f' && !key.isEmpty();
    }
}
