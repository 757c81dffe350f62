package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Goes through a message of plug-in {@code test_decoding} from left to right. */
final class TextScanner {
    private byte[] bytes = new byte[0];
    private int start;
    private int at;
    private int end;

    /** Starts at the begin of a message. */
    void open(ByteBuffer message) {
        bytes = message.array();
        start = message.arrayOffset() + message.position();
        at = start;
        end = message.arrayOffset() + message.limit();
    }

    /** Returns the array that contains the message; positions are in it. */
    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    /** Returns where the message ends. */
    int end() {
        return end;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Goes on to a position. */
    void moveTo(int position) {
        at = position;
    }

    /** Whether these bytes come next. */
    boolean startsWith(byte[] text) {
        return end - at >= text.length && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    /** Passes these bytes if they come next; returns whether they did. */
    boolean take(byte[] text) {
        boolean isThere = startsWith(text);
        if (isThere) {
            at += text.length;
        }
        return isThere;
    }

    /** Passes these bytes, which must come next. */
    void require(byte[] text) {
        if (!take(text)) {
            throw unreadable(Message.of("\"{0}\" is missing", new String(text, StandardCharsets.US_ASCII)));
        }
    }

    /** Reads a table's name, with its schema. */
    TableName table() {
        String schema = identifier();
        require(Words.DOT);
        return new TableName(schema, identifier());
    }

    /** Reads an identifier as the server quotes it. */
    String identifier() {
        int from = at;
        skipIdentifier();
        return name(from, at);
    }

    /** Passes an identifier. */
    void skipIdentifier() {
        int from = at;
        if (at < end && bytes[at] == '"') {
            skipQuoted((byte) '"');
        } else {
            while (at < end && !isBehindName(bytes[at])) {
                at++;
            }
        }
        if (at == from) {
            throw unreadable(Message.of("a name is missing"));
        }
    }

    private static boolean isBehindName(byte b) {
        return b == '.' || b == '[' || b == ':' || b == ',' || b == ' ';
    }

    /** Passes a text in quotes, in which the quote itself is doubled; returns whether there is any such. */
    boolean skipQuoted(byte quote) {
        boolean isDoubled = false;
        int look = at + 1;
        while (true) {
            while (look < end && bytes[look] != quote) {
                look++;
            }
            if (look >= end) {
                throw unreadable(Message.of("a quote is not closed"));
            }
            if (look + 1 < end && bytes[look + 1] == quote) {
                isDoubled = true;
                look += 2;
            } else {
                at = look + 1;
                return isDoubled;
            }
        }
    }

    /** Passes a type in brackets, such as {@code [app."My Mood"[]]}. */
    void skipType() {
        require(Words.BRACKET);
        for (int depth = 1; depth > 0; ) {
            if (at == end) {
                throw unreadable(Message.of("a type is not closed"));
            }
            if (bytes[at] == '"') {
                skipQuoted((byte) '"');
                continue;
            }
            depth += bytes[at] == '[' ? 1 : bytes[at] == ']' ? -1 : 0;
            at++;
        }
    }

    /** Returns an identifier without its quotes. */
    String name(int from, int to) {
        boolean isQuoted = bytes[from] == '"';
        String text = isQuoted
                ? new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8)
                : new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return isQuoted ? text.replace("\"\"", "\"") : text;
    }

    /** Returns the exception for a message that can't be read on. */
    Hindrance unreadable(Message why) {
        return Hindrance.of(
                "cannot read a message of test_decoding at byte {0} of {1}: {2}", at - start, end - start, why);
    }
}
