package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.TableName;
import java.util.List;

/** Where a stream looks up the columns that tell a table's rows apart, each time that the source describes the table. */
@FunctionalInterface
public interface KeyColumns {
    /**
     * The positions of the key columns.
     *
     * @param columns the table's columns in the order in which the stream sends them
     * @return positions in {@code columns}; empty if the table has no key; null if its changes are not wanted
     * @throws RuntimeException if changes of this shape can't be taken yet: the session must end
     */
    int[] of(TableName table, List<StreamColumn> columns);

    /**
     * A column as the stream describes it.
     *
     * @param typeOid the number of its type; 0 if the stream does not tell
     * @param modifier its length or scale, as {@code atttypmod} has it
     * @param isIdentity whether it is part of the replica identity
     */
    record StreamColumn(String name, long typeOid, int modifier, boolean isIdentity) {
        /** A column of which nothing but the name is told. */
        public static StreamColumn named(String name) {
            return new StreamColumn(name, 0, 0, false);
        }
    }
}
