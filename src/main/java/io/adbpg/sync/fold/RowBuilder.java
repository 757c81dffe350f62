package io.adbpg.sync.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the values of a {@link Row} one after the other; may be used again after {@link #build()}. */
public final class RowBuilder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LARGEST_KEPT_BUFFER = 1 << 20;

    private byte[] buffer = new byte[256];
    private int length;
    private boolean partial;

    /** Adds a value; null adds NULL. */
    public RowBuilder add(String text) {
        if (text == null) {
            return addMark(Row.NULL);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    /** Adds a value that is UTF-8 already. */
    public RowBuilder add(byte[] bytes, int offset, int count) {
        reserve(Integer.BYTES + count);
        INT.set(buffer, length, count);
        System.arraycopy(bytes, offset, buffer, length + Integer.BYTES, count);
        length += Integer.BYTES + count;
        return this;
    }

    /** Adds a value that the source did not send, since the update left it alone. */
    public RowBuilder addUnchanged() {
        partial = true;
        return addMark(Row.UNCHANGED);
    }

    /** Adds the value of another row whose length field stands at {@code offset}. */
    RowBuilder copy(Row from, int offset) {
        int count = from.length(offset);
        if (count < 0) {
            partial |= count == Row.UNCHANGED;
            return addMark(count);
        }
        return add(from.bytes(), offset + Integer.BYTES, count);
    }

    /** The row of the values added since the last call. */
    public Row build() {
        Row row = new Row(Arrays.copyOf(buffer, length), partial);
        length = 0;
        partial = false;
        if (buffer.length > LARGEST_KEPT_BUFFER) {
            buffer = new byte[256];
        }
        return row;
    }

    private RowBuilder addMark(int mark) {
        reserve(Integer.BYTES);
        INT.set(buffer, length, mark);
        length += Integer.BYTES;
        return this;
    }

    private void reserve(int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
        }
    }
}
