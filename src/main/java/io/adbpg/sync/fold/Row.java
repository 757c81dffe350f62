package io.adbpg.sync.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of one row, as the text that PostgreSQL prints, in one byte array.
 *
 * <p>Each value is a big-endian int, its length in bytes or {@link #NULL} or {@link #UNCHANGED}, followed by the text
 * in UTF-8. Two rows are equal if all their values are the same text, so that a row of key columns can serve as a map
 * key.
 */
public final class Row {
    /** The length of NULL. */
    public static final int NULL = -1;

    /** The length of an unchanged TOAST value, which the source did not send. */
    public static final int UNCHANGED = -2;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] data;
    private final boolean partial;
    private int hash;

    Row(byte[] data, boolean partial) {
        this.data = data;
        this.partial = partial;
    }

    /** Returns the row with these {@link #bytes()}. */
    public static Row of(byte[] bytes) {
        Row row = new Row(bytes, true);
        for (int offset = 0; offset < bytes.length; offset = row.next(offset)) {
            if (row.length(offset) == UNCHANGED) {
                return row;
            }
        }
        return new Row(bytes, false);
    }

    /** Whether a value is {@link #UNCHANGED}: only the target has it. */
    public boolean isPartial() {
        return partial;
    }

    /** Returns the size in memory, in bytes. */
    public int size() {
        return data.length + 40;
    }

    /** Returns the array that offsets refer to; it must not be modified. */
    public byte[] bytes() {
        return data;
    }

    /**
     * Returns the length of the value whose length field is at {@code offset}, or {@link #NULL} or {@link #UNCHANGED}.
     */
    public int length(int offset) {
        return (int) INT.get(data, offset);
    }

    /** Returns the offset of the length field after the one at {@code offset}; the first one is at 0. */
    public int next(int offset) {
        return offset + Integer.BYTES + Math.max(length(offset), 0);
    }

    /** Returns the offset of the length field of a column; columns count from 0. */
    public int offset(int column) {
        int offset = 0;
        for (int i = 0; i < column; i++) {
            offset = next(offset);
        }
        return offset;
    }

    /** Returns the text of a column; null for NULL and for {@link #UNCHANGED}. */
    public String text(int column) {
        return textAt(offset(column));
    }

    /** Returns the text whose length field is at {@code offset}; null for NULL and for {@link #UNCHANGED}. */
    String textAt(int offset) {
        int length = length(offset);
        return length < 0 ? null : new String(data, offset + Integer.BYTES, length, StandardCharsets.UTF_8);
    }

    /** Returns a row of only these columns, in this order. */
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
     * Returns this row with its {@link #UNCHANGED} values taken from an earlier image of the same row. That image may
     * have only its key: NULL in it does not count, since an unchanged TOAST value is never NULL.
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

    /** Returns one character per column: 1 where the value is {@link #UNCHANGED}, 0 elsewhere. */
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

    /** Returns the values in parentheses, long ones cut, for messages. */
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
