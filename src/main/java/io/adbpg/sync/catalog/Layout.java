package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the target keeps a table's rows, which decides by what statements they can be changed.
 *
 * @param distribution over the segments of a Greenplum kernel
 * @param partitionedBy the columns that an UPDATE can't change, since the server does not move rows between partitions
 */
public record Layout(Storage storage, Distribution distribution, List<Index> indexes, Set<String> partitionedBy) {
    /** A table of PostgreSQL without an index. */
    public static final Layout PLAIN = new Layout(Storage.HEAP, Distribution.NONE, List.of(), Set.of());

    /** What a table's rows are stored in. */
    public enum Storage {
        HEAP("heap"),
        APPEND_OPTIMISED("append-optimised"),
        APPEND_OPTIMISED_COLUMNS("append-optimised by column");

        private final String words;

        Storage(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * An index over columns as they are, and over all rows.
     *
     * @param unique whether the server refuses a second row at once
     */
    public record Index(List<String> columns, boolean unique) {}

    /** Whether the server refuses a second row with the same values in these columns. */
    public boolean isUnique(Collection<String> columns) {
        Set<String> given = new HashSet<>(columns);
        return indexes.stream().anyMatch(index -> index.unique() && given.containsAll(index.columns()));
    }

    /** Whether an index leads to the rows with given values in these columns. */
    public boolean isIndexed(Collection<String> columns) {
        return indexes.stream()
                .anyMatch(index -> columns.contains(index.columns().get(0)));
    }

    /** Whether an UPDATE can't give a column another value, since the row would have to go elsewhere. */
    public boolean isFixed(String column) {
        return distribution.columns().contains(column) || partitionedBy.contains(column);
    }

    /** For the log: such as {@code heap, distributed by id}. */
    @Override
    public String toString() {
        return storage + (distribution.kind() == Distribution.Kind.NONE ? "" : ", " + distribution);
    }
}
