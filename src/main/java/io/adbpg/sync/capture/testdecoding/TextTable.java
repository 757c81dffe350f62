package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Makes rows of a table with certain columns. */
final class TextTable {
    private final TableName name;
    private final List<String> names;
    /** How columns begin in a message; null for those that were not seen yet. */
    private final byte[][] headers;
    /** The positions of columns in a row; negative for those that do not go into it. */
    private final int[] positions;

    private final List<String> columns = new ArrayList<>();
    private int[] key;
    private Relation relation;
    private final RowBuilder builder = new RowBuilder();

    /**
     * A table whose key is not known yet.
     *
     * @param names the columns that a message names
     * @param hidden those of them that are not captured
     */
    TextTable(TableName name, List<String> names, Collection<String> hidden) {
        this.name = name;
        this.names = names;
        this.headers = new byte[names.size()][];
        this.positions = new int[names.size()];
        for (int i = 0; i < names.size(); i++) {
            boolean isHidden = hidden.contains(names.get(i));
            positions[i] = isHidden ? -1 : columns.size();
            if (!isHidden) {
                columns.add(names.get(i));
            }
        }
    }

    /**
     * Notes the key columns.
     *
     * @param positions in {@link #columns()}; null if the table's changes are to be skipped
     */
    void identify(int[] positions) {
        if (relation == null || positions == null || !Arrays.equals(key, positions)) {
            key = positions == null ? new int[0] : positions;
            relation = positions == null ? null : new Relation(name, columns, positions);
        }
    }

    /** Takes over the relation of an earlier description, if it is the same: rows fold only with rows of the same object. */
    void follow(TextTable earlier) {
        if (earlier.relation != null
                && relation != null
                && earlier.columns.equals(columns)
                && Arrays.equals(earlier.key, key)) {
            relation = earlier.relation;
        }
    }

    TableName name() {
        return name;
    }

    /** Returns the captured columns. */
    List<String> columns() {
        return columns;
    }

    /** Returns the table; null if its changes are to be skipped. */
    Relation relation() {
        return relation;
    }

    /** Returns how a column is likely to begin; null if that is not known. */
    byte[] header(int column) {
        return column < headers.length ? headers[column] : null;
    }

    /** Whether a row has all columns, and no others. */
    boolean isWhole(TupleText row) {
        if (row.count() != names.size()) {
            return false;
        }
        for (int i = 0; i < row.count(); i++) {
            if (!is(row, i, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row has some of the columns, and no others. */
    boolean contains(TupleText row) {
        int column = 0;
        for (int i = 0; i < row.count(); i++) {
            while (column < names.size() && !is(row, i, column)) {
                column++;
            }
            if (column++ == names.size()) {
                return false;
            }
        }
        return true;
    }

    private boolean is(TupleText row, int i, int column) {
        if (headers[column] != null) {
            return row.hasHeader(i, headers[column]);
        }
        boolean isSame = row.name(i).equals(names.get(column));
        if (isSame) {
            headers[column] = row.header(i);
        }
        return isSame;
    }

    /**
     * Returns an old row, which it {@link #contains}. What it lacks is NULL.
     *
     * @return null if it lacks a column of the key
     */
    Row old(TupleText row) {
        builder.expect(row.size(columns.size()));
        int i = 0;
        for (int column = 0; column < names.size(); column++) {
            boolean isThere = i < row.count() && is(row, i, column);
            int position = positions[column];
            if (position >= 0) {
                boolean isNull = !isThere || row.kind(i) == TupleText.Kind.NULL;
                if (isNull && isKey(position)) {
                    builder.build();
                    return null;
                }
                add(row, isThere ? i : -1, position, null, 0);
            }
            i += isThere ? 1 : 0;
        }
        return builder.build();
    }

    /**
     * Returns a new row, which {@link #isWhole}.
     *
     * @param old the row before the change, to fill in values that were left alone; null if it is not known
     */
    Row row(TupleText row, Row old) {
        builder.expect(row.size(columns.size()));
        int offset = 0;
        for (int i = 0; i < row.count(); i++) {
            if (positions[i] >= 0) {
                add(row, i, positions[i], old, offset);
                if (old != null) {
                    offset = old.next(offset);
                }
            }
        }
        return builder.build();
    }

    private void add(TupleText row, int i, int position, Row old, int offset) {
        TupleText.Kind kind = i < 0 ? TupleText.Kind.NULL : row.kind(i);
        if (kind == TupleText.Kind.UNCHANGED) {
            addUnchanged(position, old, offset);
        } else if (kind == TupleText.Kind.NULL) {
            if (isKey(position)) {
                throw Hindrance.of(
                        "a row of table {0} came without column {1}: has its key or replica identity changed since the"
                                + " job was started?",
                        name, columns.get(position));
            }
            builder.add(null);
        } else {
            row.add(i, builder);
        }
    }

    /** An old row says nothing of a column that was NULL, which a value that was left alone never is. */
    private void addUnchanged(int position, Row old, int offset) {
        if (old != null && old.length(offset) >= 0) {
            builder.add(old.bytes(), offset + Integer.BYTES, old.length(offset));
        } else if (isKey(position)) {
            throw Hindrance.of(
                    "a row of table {0} came without column {1}, which is needed", name, columns.get(position));
        } else {
            builder.addUnchanged();
        }
    }

    private boolean isKey(int position) {
        for (int column : key) {
            if (column == position) {
                return true;
            }
        }
        return false;
    }

    /** Whether two rows have the same key. */
    boolean haveSameKey(Row one, Row other) {
        for (int column : key) {
            int first = one.offset(column);
            int second = other.offset(column);
            if (!Arrays.equals(one.bytes(), first, one.next(first), other.bytes(), second, other.next(second))) {
                return false;
            }
        }
        return true;
    }
}
