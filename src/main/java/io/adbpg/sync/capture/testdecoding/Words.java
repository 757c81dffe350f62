package io.adbpg.sync.capture.testdecoding;

import java.nio.charset.StandardCharsets;

/** The words of plug-in {@code test_decoding}. */
final class Words {
    static final byte[] BEGIN = of("BEGIN");
    static final byte[] TABLE = of("table ");
    static final byte[] MESSAGE = of("message: ");
    static final byte[] DOT = of(".");
    static final byte[] COMMA = of(", ");
    static final byte[] COLON = of(": ");
    static final byte[] BRACKET = of("[");
    static final byte[] BLANK = of(" ");
    static final byte[] INSERT = of("INSERT:");
    static final byte[] UPDATE = of("UPDATE:");
    static final byte[] DELETE = of("DELETE:");
    static final byte[] TRUNCATE = of("TRUNCATE:");
    static final byte[] OLD = of(" old-key:");
    static final byte[] NEW = of(" new-tuple:");
    static final byte[] NO_ROW = of(" (no-tuple-data)");
    static final byte[] NULL = of("null");
    static final byte[] UNCHANGED = of("unchanged-toast-datum");
    static final byte[] TRUE = of("true");
    static final byte[] FALSE = of("false");

    private Words() {}

    private static byte[] of(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
