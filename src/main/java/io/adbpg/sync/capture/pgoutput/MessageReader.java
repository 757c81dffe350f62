package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.RowBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of a message in order. A field that exceeds its message is an error. */
final class MessageReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[0];
    private int start;
    private int at;
    private int end;

    /** Starts to read a message. */
    void open(ByteBuffer message) {
        bytes = message.array();
        start = message.arrayOffset() + message.position();
        at = start;
        end = message.arrayOffset() + message.limit();
    }

    /** Returns the next byte, such as the kind of what follows. */
    char kind() {
        require(1);
        return (char) (bytes[at++] & 0xFF);
    }

    /** Returns the next two bytes, unsigned. */
    int int16() {
        require(Short.BYTES);
        int value = (short) SHORT.get(bytes, at) & 0xFFFF;
        at += Short.BYTES;
        return value;
    }

    int int32() {
        require(Integer.BYTES);
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    long int64() {
        require(Long.BYTES);
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Returns the text up to the next zero byte. */
    String string() {
        int zero = at;
        while (zero < end && bytes[zero] != 0) {
            zero++;
        }
        if (zero == end) {
            throw unreadable(Message.of("a text without end"));
        }
        ByteBuffer text = ByteBuffer.wrap(bytes, at, zero - at);
        at = zero + 1;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw unreadable(Message.of("a name that is not UTF-8"));
        }
    }

    /** Adds the next length-prefixed value to a row. */
    void value(RowBuilder row) {
        int length = length();
        row.add(bytes, at, length);
        at += length;
    }

    /** Skips the next length-prefixed value. */
    void skipValue() {
        int length = length();
        at += length;
    }

    private int length() {
        int length = int32();
        if (length < 0) {
            throw unreadable(Message.of("a value of {0} bytes", length));
        }
        require(length);
        return length;
    }

    /** Returns how many bytes of the message are left. */
    int left() {
        return end - at;
    }

    /**
     * Returns the size in bytes of the {@link Row} that the next values give, without those that the message lacks; 0
     * if they are malformed.
     */
    int rowSize(int columns) {
        long size = 0;
        int look = at;
        for (int left = columns; left > 0; left--) {
            size += Integer.BYTES;
            if (look < end && bytes[look++] == 't' && Integer.BYTES <= end - look) {
                int length = (int) INT.get(bytes, look);
                look += Integer.BYTES;
                if (length < 0 || length > end - look) {
                    return 0;
                }
                size += length;
                look += length;
            }
        }
        return (int) Math.min(size, Integer.MAX_VALUE - Long.BYTES);
    }

    /** Requires that nothing of the message is left. */
    void close() {
        if (at != end) {
            throw unreadable(Message.of("{0} bytes too many", end - at));
        }
    }

    private void require(int count) {
        if (count > end - at) {
            throw unreadable(Message.of("a field of {0} bytes where {1} are left", count, end - at));
        }
    }

    /** Returns an exception that names the message. */
    Hindrance unreadable(Message what) {
        return start == end
                ? Hindrance.of("cannot read a message without a kind from the slot: {0}", what)
                : Hindrance.of(
                        "cannot read a message of kind {0} and {1} bytes from the slot: {2}",
                        name(bytes[start]), end - start, what);
    }

    private static String name(byte kind) {
        return kind > ' ' && kind < 0x7F ? "'" + (char) kind + "'" : Integer.toString(kind & 0xFF);
    }
}
