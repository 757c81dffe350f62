package io.adbpg.sync.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of some columns of one row, as the text PostgreSQL prints, in one byte array.
 *
 * <p>Per column: a big-endian int, the length of the value in bytes, or {@link #NULL} or {@link #UNCHANGED}; then the
 * value in UTF-8. Two rows are equal if all their values are the same text, which makes a row of key columns a map key.
 */
public final class Row {
    /** The length that stands for NULL. */
    public static final int NULL = -1;

    /** The length that stands for a TOASTed value that the source did not send, since the update left it alone. */
    public static final int UNCHANGED = -2;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] data;
    private final boolean partial;
    private int hash;

    Row(byte[] data, boolean partial) {
        this.data = data;
        this.partial = partial;
    }

    /** The row that has these {@link #bytes()}. */
    public static Row of(byte[] bytes) {
        Row row = new Row(bytes, true);
        for (int offset = 0; offset < bytes.length; offset = row.next(offset)) {
            if (row.length(offset) == UNCHANGED) {
                return row;
            }
        }
        return new Row(bytes, false);
    }

    /** Whether a value is {@link #UNCHANGED}, hence known to the target only. */
    public boolean isPartial() {
        return partial;
    }

    /** The size in memory, in bytes. */
    public int size() {
        return data.length + 40;
    }

    /** The bytes that {@link #length} and {@link #next} point into; not to be modified. */
    public byte[] bytes() {
        return data;
    }

    /** The length of the value whose length field starts at {@code offset}; {@link #NULL}; or {@link #UNCHANGED}. */
    public int length(int offset) {
        return (int) INT.get(data, offset);
    }

    /** The offset of the length field that follows the one at {@code offset}; the first one stands at 0. */
    public int next(int offset) {
        return offset + Integer.BYTES + Math.max(length(offset), 0);
    }

    /** The offset of the length field of a column, counted from 0. */
    public int offset(int column) {
        int offset = 0;
        for (int i = 0; i < column; i++) {
            offset = next(offset);
        }
        return offset;
    }

    /** The text of a column, or null for NULL and for {@link #UNCHANGED}. */
    public String text(int column) {
        return textAt(offset(column));
    }

    /** The text whose length field stands at {@code offset}, or null for NULL. */
    String textAt(int offset) {
        int length = length(offset);
        return length < 0 ? null : new String(data, offset + Integer.BYTES, length, StandardCharsets.UTF_8);
    }

    /** A row of only these columns, in this order. */
    public Row select(int[] columns) {
        if (!partial && isPrefix(columns)) {
            return new Row(Arrays.copyOf(data, offset(columns.length)), false);
        }
        RowBuilder selected = new RowBuilder();
        for (int column : columns) {
            selected.copy(this, offset(column));
        }
        return selected.build();
    }

    /**
     * This row, with the values that it lacks taken from an earlier image of the same row. That may hold its key only: a
     * value that the source did not send is never NULL.
     */
    public Row completedFrom(Row earlier) {
        if (!partial) {
            return this;
        }
        RowBuilder completed = new RowBuilder();
        int theirs = 0;
        for (int ours = 0; ours < data.length; ours = next(ours)) {
            if (length(ours) == UNCHANGED && earlier.length(theirs) != NULL) {
                completed.copy(earlier, theirs);
            } else {
                completed.copy(this, ours);
            }
            theirs = earlier.next(theirs);
        }
        return completed.build();
    }

    /** One character per column: 1 where the value is {@link #UNCHANGED}, else 0. */
    public String unchangedMask() {
        StringBuilder mask = new StringBuilder();
        for (int offset = 0; offset < data.length; offset = next(offset)) {
            mask.append(length(offset) == UNCHANGED ? '1' : '0');
        }
        return mask.toString();
    }

    private static boolean isPrefix(int[] columns) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != i) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Arrays.equals(data, row.data);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(data);
        }
        return hash;
    }

    /** The values in parentheses, long ones cut: for messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int offset = 0; offset < data.length; offset = next(offset)) {
            text.append(offset == 0 ? "" : ", ").append(excerpt(offset));
        }
        return text.append(')').toString();
    }

    private String excerpt(int offset) {
        int length = length(offset);
        if (length < 0) {
            return length == NULL ? "NULL" : "unchanged";
        }
        int shown = Math.min(length, 64);
        return new String(data, offset + Integer.BYTES, shown, StandardCharsets.UTF_8) + (shown < length ? "…" : "");
    }
}
