package io.adbpg.sync.fold;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A source table as the stream describes it. After an ALTER TABLE the stream describes a new relation. */
public final class Relation {
    private final TableName table;
    private final List<String> columns;
    private final int[] key;

    /**
     * @param columns the column names, in the order of the values in a {@link Row}
     * @param key the positions of the key columns in {@code columns}; empty if the table has no key
     */
    public Relation(TableName table, List<String> columns, int[] key) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.key = key.clone();
    }

    /** The table's name. */
    public TableName table() {
        return table;
    }

    /** Returns the column names, in the order of the values in a {@link Row}. */
    public List<String> columns() {
        return columns;
    }

    /** Whether the table has a key; without one, rows are identified by all their values. */
    public boolean hasKey() {
        return key.length > 0;
    }

    /** Returns the number of key columns; 0 without a key. */
    public int keyLength() {
        return key.length;
    }

    /** Returns the names of the key columns. */
    public List<String> keyColumns() {
        return Arrays.stream(key).mapToObj(columns::get).toList();
    }

    /** Returns the same table with more columns after its own. */
    public Relation with(Collection<String> more) {
        List<String> all = new ArrayList<>(columns);
        all.addAll(more);
        return new Relation(table, all, key);
    }

    /** Returns the same table with these columns, which must include its key. */
    public Relation withColumns(List<String> names) {
        return new Relation(
                table, names, keyColumns().stream().mapToInt(names::indexOf).toArray());
    }

    /** Returns the same table without its key. */
    Relation withoutKey() {
        return new Relation(table, columns, new int[0]);
    }

    /** Whether an update changed the key. */
    public boolean isMoved(Row old, Row row) {
        return hasKey() && !keyOf(old).equals(keyOf(row));
    }

    /** Returns the key columns of a row. */
    public Row keyOf(Row row) {
        return row.select(key);
    }
}
