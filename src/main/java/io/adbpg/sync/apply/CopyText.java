package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Encodes rows in COPY's text format into a buffer. */
final class CopyText {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final byte[] NULL = {'\\', 'N'};

    /** Per byte: 0 if it stands for itself, else the byte that follows a backslash in its stead. */
    private static final byte[] ESCAPES = new byte[128];

    static {
        ESCAPES['\\'] = '\\';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\b'] = 'b';
        ESCAPES['\f'] = 'f';
        ESCAPES[0x0B] = 'v';
    }

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private byte[] buffer = new byte[1 << 16];
    private int length;
    private boolean inRow;

    /** What was encoded since {@link #clear()}; valid up to {@link #length()}. */
    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Adds the value whose length field stands at {@code offset}; unchanged values become NULL. */
    CopyText add(Row row, int offset) {
        int count = row.length(offset);
        return count < 0 ? addNull() : add(row.bytes(), offset + Integer.BYTES, count);
    }

    /** Adds a value. */
    CopyText add(byte[] bytes, int offset, int count) {
        separate();
        return continueValue(bytes, offset, count);
    }

    /** Adds more of the value that was added last. */
    CopyText continueValue(byte[] bytes, int offset, int count) {
        reserve(2 * count);
        int end = offset + count;
        int next = offset;
        // Most values hold nothing to escape, and a long one is looked through and copied faster as a whole.
        while (end - next >= 2 * Long.BYTES) {
            int plain = next;
            while (plain <= end - Long.BYTES && standForThemselves((long) LONG.get(bytes, plain))) {
                plain += Long.BYTES;
            }
            System.arraycopy(bytes, next, buffer, length, plain - next);
            length += plain - next;
            next = Math.min(end, plain + Long.BYTES);
            escape(bytes, plain, next);
        }
        escape(bytes, next, end);
        return this;
    }

    private void escape(byte[] bytes, int from, int end) {
        byte[] out = buffer;
        int at = length;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            byte escape = b >= 0 ? ESCAPES[b] : 0;
            if (escape == 0) {
                out[at++] = b;
            } else {
                out[at++] = '\\';
                out[at++] = escape;
            }
        }
        length = at;
    }

    /** Whether none of eight bytes is a backslash or one of the control characters up to {@code \r}. */
    private static boolean standForThemselves(long eight) {
        long control = (eight - ('\r' + 1) * ONES) & ~eight;
        long differences = eight ^ '\\' * ONES;
        long backslash = (differences - ONES) & ~differences;
        return ((control | backslash) & HIGH_BITS) == 0;
    }

    CopyText addNull() {
        separate();
        return append(NULL);
    }

    CopyText endRow() {
        inRow = false;
        reserve(1);
        buffer[length++] = '\n';
        return this;
    }

    /** Adds a whole row that is encoded already, with its end of line. */
    void addEncoded(byte[] bytes, int offset, int count) {
        append(bytes, offset, count);
    }

    private void separate() {
        if (inRow) {
            reserve(1);
            buffer[length++] = '\t';
        }
        inRow = true;
    }

    private CopyText append(byte[] bytes) {
        return append(bytes, 0, bytes.length);
    }

    private CopyText append(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
        return this;
    }

    private void reserve(int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
        }
    }
}
