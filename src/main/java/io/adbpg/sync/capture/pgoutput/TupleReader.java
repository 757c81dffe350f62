package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.Arrays;
import java.util.List;

/** Reads the rows (TupleData) of one table, as described by one Relation message. */
final class TupleReader {
    private final TableName table;
    private final List<String> columns;
    private final int[] key;
    private final boolean[] isKey;
    private final Relation relation;
    private final RowBuilder builder = new RowBuilder();

    /** @param key the positions of the key columns; null if the table's changes are to be skipped */
    TupleReader(TableName table, List<String> columns, int[] key) {
        this.table = table;
        this.columns = columns;
        this.key = key == null ? new int[0] : key;
        this.isKey = new boolean[columns.size()];
        for (int column : this.key) {
            isKey[column] = true;
        }
        this.relation = key == null ? null : new Relation(table, columns, key);
    }

    /** Returns the name of the table. */
    TableName table() {
        return table;
    }

    /** Returns the table; null if its changes are to be skipped. */
    Relation relation() {
        return relation;
    }

    /**
     * Reads a row.
     *
     * @param earlier the row before the change, to fill in unchanged TOAST values; null if it is not known
     * @param earlierIsWhole whether {@code earlier} has all columns, rather than only its key
     */
    Row read(MessageReader message, Row earlier, boolean earlierIsWhole) {
        int count = message.int16();
        if (count != isKey.length) {
            throw message.unreadable(
                    Message.of("a row of {0} columns of table {1}, which has {2}", count, table, isKey.length));
        }
        builder.expect(message.rowSize(count));
        int offset = 0;
        for (int column = 0; column < count; column++) {
            switch (message.kind()) {
                case 't' -> message.value(builder);
                case 'n' -> addNull(message, column);
                case 'u' -> addUnchanged(message, column, isKey[column] || earlierIsWhole ? earlier : null, offset);
                default ->
                    throw message.unreadable(
                            Message.of("a value of table {0} in a format that nobody asked for", table));
            }
            if (earlier != null) {
                offset = earlier.next(offset);
            }
        }
        return builder.build();
    }

    private void addNull(MessageReader message, int column) {
        if (isKey[column]) {
            throw message.unreadable(Message.of(
                    "a row of table {0} without its key column {1}: has its key or replica identity changed since"
                            + " the job was started?",
                    table, columns.get(column)));
        }
        builder.add(null);
    }

    private void addUnchanged(MessageReader message, int column, Row earlier, int offset) {
        int length = earlier == null ? Row.UNCHANGED : earlier.length(offset);
        // Below a partitioned table with REPLICA IDENTITY FULL, a leaf with DEFAULT sends its key alone as a whole old
        // row: all
        // else is NULL there, which a value that was left alone never is.
        if (length >= 0) {
            builder.add(earlier.bytes(), offset + Integer.BYTES, length);
        } else if (isKey[column] || (length == Row.NULL && !relation.hasKey())) {
            throw message.unreadable(Message.of(
                    "a row of table {0} without column {1}, which is needed; the newest minor version of the source's"
                            + " PostgreSQL sends it",
                    table, columns.get(column)));
        } else {
            builder.addUnchanged();
        }
    }

    /** Skips a row. */
    static void skip(MessageReader message) {
        for (int left = message.int16(); left > 0; left--) {
            switch (message.kind()) {
                case 't', 'b' -> message.skipValue();
                case 'n', 'u' -> {}
                default -> throw message.unreadable(Message.of("a value in an unknown format"));
            }
        }
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
