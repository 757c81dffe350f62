package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A captured table, as the source's catalogue describes it.
 *
 * @param identity its replica identity: d(efault), i(ndex), f(ull) or n(othing)
 * @param types the types of the published columns by name, as {@code format_type} prints them
 * @param comparisons how the source compares the values of the published columns, by name
 * @param domains the types that those of them are over which are domains, or arrays of domains, by name of the column
 * @param generated all generated columns; the source publishes those that are stored, from version 18 on
 * @param virtual those of them that are virtual
 * @param key the key columns in index order: those of the primary key, or of the replica identity's index, unless that
 *     is deferrable; empty if there is none, or if a column of it is not published
 * @param hiddenKey the generated column for which the key does not count; null if there is none
 * @param toasted the columns whose values may be TOASTed, and so are not sent if an update leaves them unchanged
 * @param partitioned whether it is a partition root
 * @param parents the tables that it inherits from, as SQL names with commas between; blank if there are none
 * @param partitions its partitions at all levels, in the order of their names; empty unless it is a partition root
 * @param shape its columns and key in a form that can be compared with earlier and later ones
 */
public record SourceTable(
        TableName name,
        char identity,
        Map<String, String> types,
        Map<String, Comparison> comparisons,
        Map<String, String> domains,
        List<String> generated,
        List<String> virtual,
        List<String> key,
        String hiddenKey,
        Set<String> toasted,
        boolean partitioned,
        String parents,
        List<Partition> partitions,
        TableShape shape) {
    /** The SQL expression for the place of a row, such as {@code 16385(0,1)}: its table and its {@code ctid} there. */
    public static final String PLACE = "CAST(tableoid AS text) || CAST(ctid AS text)";

    /**
     * Returns the table for a FROM clause, without the rows of tables that inherit from it: those are captured on their
     * own.
     */
    public String toSql() {
        return (partitioned ? "" : "ONLY ") + name.toSql();
    }

    SourceTable with(List<Partition> found) {
        Map<Long, Partition.Mark> marks = new TreeMap<>();
        found.forEach(partition -> marks.put(partition.oid(), partition.mark()));
        return new SourceTable(
                name,
                identity,
                types,
                comparisons,
                domains,
                generated,
                virtual,
                key,
                hiddenKey,
                toasted,
                partitioned,
                parents,
                found,
                shape.with(marks));
    }

    /** Says that a table made from it alone does not inherit, and what that means. */
    public Message inheritanceLost() {
        return Message.of(
                "{0} inherits from {1}, and the table on the target is created without that: what reads the parent there does not"
                        + " find its rows; if it should, run ALTER TABLE … INHERIT on the target",
                name, parents);
    }

    /**
     * Whether it can have REPLICA IDENTITY FULL: with a virtual generated column, the source would refuse every UPDATE and
     * DELETE while the table is published.
     */
    public boolean canBeFull() {
        return virtual.isEmpty();
    }

    /**
     * Returns the statements after which its updated and deleted rows come with all their old values, a semicolon between;
     * blank if it {@link #canBeFull can't}.
     */
    public String fullIdentity() {
        return canBeFull() ? fullStatements() : "";
    }

    /** Says what brings its updated and deleted rows with all their old values; other ways may follow. */
    public Message howToBeFull() {
        return canBeFull()
                ? Message.of("run {0} on the source", fullStatements())
                : Message.of(
                        "put a STORED column in the place of virtual generated column {0}, which PostgreSQL can't publish, and then"
                                + " run {1} on the source",
                        String.join(", ", virtual), fullStatements());
    }

    private String fullStatements() {
        List<String> statements = new ArrayList<>();
        if (identity != 'f' || partitions.isEmpty()) {
            statements.add("ALTER TABLE " + name + " REPLICA IDENTITY FULL");
        }
        partitions.stream()
                .filter(partition -> partition.isLeaf() && partition.isLogged() && !partition.isFull())
                .forEach(leaf -> statements.add("ALTER TABLE ONLY " + leaf.name() + " REPLICA IDENTITY FULL"));
        return String.join("; ", statements);
    }

    /** Returns the generated columns that the source does not publish. */
    public List<String> unpublished() {
        return generated.stream().filter(column -> !types.containsKey(column)).toList();
    }

    /** Whether updates may come without unchanged TOAST values: not so under REPLICA IDENTITY FULL or without a key. */
    public boolean omitsUnchangedToast() {
        boolean isFull = identity == 'f'
                && partitions.stream()
                        .allMatch(partition -> !partition.isLeaf() || !partition.isLogged() || partition.isFull());
        return !isFull && !key.isEmpty();
    }

    /** Whether it has stored generated columns that are decoded. */
    boolean hasGenerated() {
        return shape.columns().stream().anyMatch(TableShape.Column::generated);
    }
}
