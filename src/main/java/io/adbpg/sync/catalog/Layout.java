package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the target stores a table, which decides what statements can change its rows.
 *
 * @param distribution how a Greenplum kernel distributes the rows over its segments
 * @param partitionedBy the partition columns that an UPDATE can't change, since the server does not move rows between
 *     partitions
 */
public record Layout(Storage storage, Distribution distribution, List<Index> indexes, Set<String> partitionedBy)
        implements Worded {
    /** A PostgreSQL table without an index. */
    public static final Layout PLAIN = new Layout(Storage.HEAP, Distribution.NONE, List.of(), Set.of());

    /** A table's storage. */
    public enum Storage implements Worded {
        HEAP,
        APPEND_OPTIMISED,
        APPEND_OPTIMISED_COLUMNS;

        @Override
        public Message message() {
            return switch (this) {
                case HEAP -> Message.of("heap");
                case APPEND_OPTIMISED -> Message.of("append-optimised");
                case APPEND_OPTIMISED_COLUMNS -> Message.of("append-optimised by column");
            };
        }

        @Override
        public String toString() {
            return message().toString();
        }
    }

    /**
     * An index without expressions or a WHERE clause.
     *
     * @param unique whether the index refuses duplicates immediately, not only at commit
     */
    public record Index(List<String> columns, boolean unique) {}

    /** Whether the server refuses two rows with the same values in these columns. */
    public boolean isUnique(Collection<String> columns) {
        Set<String> given = new HashSet<>(columns);
        return indexes.stream().anyMatch(index -> index.unique() && given.containsAll(index.columns()));
    }

    /** Whether an index finds the rows with given values in these columns. */
    public boolean isIndexed(Collection<String> columns) {
        return indexes.stream()
                .anyMatch(index -> columns.contains(index.columns().get(0)));
    }

    /** Whether an UPDATE can't change a column, since the row would have to move to another segment or partition. */
    public boolean isFixed(String column) {
        return distribution.columns().contains(column) || partitionedBy.contains(column);
    }

    /** Says such as {@code heap, distributed by id}. */
    @Override
    public Message message() {
        Message stored = storage.message();
        return distribution.kind() == Distribution.Kind.NONE ? stored : Message.of("{0}, {1}", stored, distribution);
    }

    @Override
    public String toString() {
        return message().toString();
    }
}
