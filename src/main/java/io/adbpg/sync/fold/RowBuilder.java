package io.adbpg.sync.fold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a {@link Row} value by value; can be reused after {@link #build()}. */
public final class RowBuilder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LARGEST_KEPT_BUFFER = 1 << 20;
    /** Texts with more characters are encoded in pieces. */
    private static final int LARGE = 1 << 16;

    private static final int SMALLEST_BUFFER = 256;
    private static final byte[] NO_BUFFER = {};

    private byte[] buffer = NO_BUFFER;
    private int length;
    private boolean partial;

    /**
     * Allocates room for the rest of a row, so that a large row is in memory once, rather than three times while the
     * buffer grows, and is not copied again.
     *
     * @param size how many bytes are still to come; a wrong number costs only memory
     */
    public void expect(int size) {
        if (length == 0) {
            buffer = new byte[size];
        } else if (size > buffer.length - length) {
            buffer = Arrays.copyOf(buffer, length + size);
        }
    }

    /** Adds a value; null adds NULL. */
    public RowBuilder add(String text) {
        if (text == null) {
            return addMark(Row.NULL);
        }
        if (text.length() > LARGE) {
            return addLarge(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    /** Encodes a text in pieces: encoding it at once would take one more copy of it. */
    private RowBuilder addLarge(String text) {
        int start = length;
        addMark(0);
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + LARGE, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to++;
            }
            byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            reserve(bytes.length);
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
            from = to;
        }
        INT.set(buffer, start, length - start - Integer.BYTES);
        return this;
    }

    /** Returns the length of a text in UTF-8, in bytes, without encoding it. */
    public static int sizeOf(String text) {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts two bytes.
            size += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return size;
    }

    /** Adds a value that is already in UTF-8. */
    public RowBuilder add(byte[] bytes, int offset, int count) {
        reserve(Integer.BYTES + count);
        INT.set(buffer, length, count);
        System.arraycopy(bytes, offset, buffer, length + Integer.BYTES, count);
        length += Integer.BYTES + count;
        return this;
    }

    /** Adds an unchanged TOAST value, which the source did not send. */
    public RowBuilder addUnchanged() {
        partial = true;
        return addMark(Row.UNCHANGED);
    }

    /** Adds the value of another row whose length field is at {@code offset}. */
    RowBuilder copy(Row from, int offset) {
        int count = from.length(offset);
        if (count < 0) {
            partial |= count == Row.UNCHANGED;
            return addMark(count);
        }
        return add(from.bytes(), offset + Integer.BYTES, count);
    }

    /** Returns the row of the values added since the last call. */
    public Row build() {
        boolean isExact = length == buffer.length;
        Row row = new Row(isExact ? buffer : Arrays.copyOf(buffer, length), partial);
        length = 0;
        partial = false;
        if (isExact || buffer.length > LARGEST_KEPT_BUFFER) {
            buffer = NO_BUFFER;
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
            buffer = Arrays.copyOf(buffer, Math.max(Math.max(buffer.length * 2, SMALLEST_BUFFER), length + count));
        }
    }
}
