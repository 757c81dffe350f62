package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** An element in DER form, the notation of keys and their parameters. */
final class Der {
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;
    private static final int LONG = 0x80;

    private final byte[] bytes;
    private final int begin;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int begin, int content, int end) {
        this.bytes = bytes;
        this.begin = begin;
        this.content = content;
        this.end = end;
    }

    /** Returns the element at the beginning of some bytes. */
    static Der of(byte[] bytes) throws InvalidKeyException {
        return at(bytes, 0, bytes.length);
    }

    private static Der at(byte[] bytes, int begin, int limit) throws InvalidKeyException {
        int content = begin + 2;
        if (content <= limit) {
            int length = bytes[begin + 1] & 0xFF;
            if (length >= LONG) {
                int digits = length - LONG;
                length = digits > 3 || content + digits > limit ? limit : 0;
                for (int i = 0; length < limit && i < digits; i++) {
                    length = (length << Byte.SIZE) | (bytes[content + i] & 0xFF);
                }
                content += digits;
            }
            if (content + length <= limit) {
                return new Der(bytes, begin, content, content + length);
            }
        }
        throw new UnusableKey(Message.of("holds no private key"));
    }

    /** Returns the elements in it. */
    List<Der> children() throws InvalidKeyException {
        List<Der> children = new ArrayList<>();
        for (int next = content; next < end; next = children.get(children.size() - 1).end) {
            children.add(at(bytes, next, end));
        }
        return children;
    }

    /** Returns its child at a place, counted from 0. */
    Der child(int index) throws InvalidKeyException {
        List<Der> children = children();
        if (index >= children.size()) {
            throw new UnusableKey(Message.of("holds no private key"));
        }
        return children.get(index);
    }

    /** Whether it is a sequence. */
    boolean isSequence() {
        return bytes[begin] == SEQUENCE;
    }

    /** Returns its content. */
    byte[] value() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** Returns its content in hexadecimal, such as that of an object identifier. */
    String hex() {
        return HexFormat.of().formatHex(value());
    }

    /** Returns the element itself. */
    byte[] encoded() {
        return Arrays.copyOfRange(bytes, begin, end);
    }

    /** Returns a string of bytes in DER form. */
    static byte[] octets(byte[] content) {
        return element(OCTETS, content);
    }

    /** Returns a sequence of elements in DER form. */
    static byte[] sequence(byte[]... elements) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            content.writeBytes(element);
        }
        return element(SEQUENCE, content.toByteArray());
    }

    private static byte[] element(byte kind, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(kind);
        if (content.length < LONG) {
            element.write(content.length);
        } else if (content.length < 1 << Byte.SIZE) {
            element.writeBytes(new byte[] {(byte) 0x81, (byte) content.length});
        } else {
            element.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> Byte.SIZE), (byte) content.length});
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}
