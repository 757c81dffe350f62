package io.adbpg.sync.fold;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A source table as the stream describes it. When the table is altered the stream describes a new one. */
public final class Relation {
    private final TableName table;
    private final List<String> columns;
    private final int[] key;

    /**
     * @param table its name
     * @param columns the names of its columns, in the order of the values in a {@link Row}
     * @param key the positions in {@code columns} of the columns that tell rows apart; empty if the table has none
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

    /** The names of its columns, in the order of the values in a {@link Row}. */
    public List<String> columns() {
        return columns;
    }

    /** Whether rows are told apart by some columns, not by all. */
    public boolean hasKey() {
        return key.length > 0;
    }

    /** How many columns the key has. */
    public int keyLength() {
        return key.length;
    }

    /** The names of the key columns. */
    public List<String> keyColumns() {
        return Arrays.stream(key).mapToObj(columns::get).toList();
    }

    /** The same table with further columns after its own. */
    public Relation with(Collection<String> more) {
        List<String> all = new ArrayList<>(columns);
        all.addAll(more);
        return new Relation(table, all, key);
    }

    /** The same table with these columns, its key among them. */
    public Relation withColumns(List<String> names) {
        return new Relation(
                table, names, keyColumns().stream().mapToInt(names::indexOf).toArray());
    }

    /** The same table, its rows told apart by all their values. */
    Relation withoutKey() {
        return new Relation(table, columns, new int[0]);
    }

    /** Whether two images of a row have different keys. */
    public boolean isMoved(Row old, Row row) {
        return hasKey() && !keyOf(old).equals(keyOf(row));
    }

    /** The key of a row. */
    public Row keyOf(Row row) {
        return row.select(key);
    }
}
