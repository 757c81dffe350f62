package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import java.util.Arrays;

/** Encodes rows in COPY's text format into a buffer. */
final class CopyText {
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
        byte[] out = buffer;
        int at = length;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
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
        return this;
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
    void addEncoded(byte[] row) {
        append(row);
    }

    private void separate() {
        if (inRow) {
            reserve(1);
            buffer[length++] = '\t';
        }
        inRow = true;
    }

    private CopyText append(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void reserve(int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
        }
    }
}
