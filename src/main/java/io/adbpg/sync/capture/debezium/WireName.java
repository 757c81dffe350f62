package io.adbpg.sync.capture.debezium;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Restores names of tables and columns. Debezium's {@code pgoutput} decoder makes a character of every byte, so that
 * names outside ASCII arrive garbled.
 */
final class WireName {
    /** A byte from 0x80 on, sign-extended to a character. */
    private static final char FIRST_GARBLED = 0xFF80;

    private WireName() {}

    /** Returns the name as it is on the source. */
    static String restore(String name) {
        boolean garbled = false;
        byte[] bytes = new byte[name.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = name.charAt(i);
            if (c >= 0x80 && c < FIRST_GARBLED) {
                return name;
            }
            garbled |= c >= FIRST_GARBLED;
            bytes[i] = (byte) c;
        }
        if (!garbled) {
            return name;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            // Not garbled, but a name in half-width forms, which are in the same range.
            return name;
        }
    }
}
