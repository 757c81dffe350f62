package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.TableName;
import java.util.List;

/** Looks up the key columns of a table each time that the source describes it to a stream. */
@FunctionalInterface
public interface KeyColumns {
    /**
     * Returns the positions of the key columns.
     *
     * @param columns the columns in the order in which the stream sends them
     * @return positions in {@code columns}; empty if the table has no key; null if the stream is to skip its changes
     * @throws RuntimeException if the target is not ready for rows with these columns: the session must end
     */
    int[] of(TableName table, List<StreamColumn> columns);

    /**
     * Returns the columns that a table is known to have or to have had, the newest first, for a stream that tells of them only in
     * part.
     */
    default List<List<String>> known(TableName table) {
        return List.of();
    }

    /**
     * Notes that the descriptions that follow were read from the source by then.
     *
     * @param nanoTime by {@link System#nanoTime()}
     */
    default void noteRead(long nanoTime) {}

    /**
     * A column as the stream describes it.
     *
     * @param typeOid the oid of its type; 0 if the stream does not know it
     * @param modifier its {@code atttypmod}: length, precision or scale
     * @param isIdentity whether it is part of the replica identity
     */
    record StreamColumn(String name, long typeOid, int modifier, boolean isIdentity) {
        /** Returns a column of which the stream knows only the name. */
        public static StreamColumn named(String name) {
            return new StreamColumn(name, 0, 0, false);
        }
    }
}
