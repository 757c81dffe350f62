package io.adbpg.sync.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireNameTest {

    /** Garbles a name like Debezium's decoder, which makes a sign-extended character of every byte. */
    private static String garbled(String name) {
        StringBuilder garbled = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            garbled.append((char) b);
        }
        return garbled.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Mixed Case", "größe", "日本語", "😀", "ﾃｽﾄ", ""})
    void garbledNameIsRestored(String name) {
        assertThat(WireName.restore(garbled(name))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "größe", "日本語", "😀", "ﾃｽﾄ"})
    void cleanNameIsKept(String name) {
        assertThat(WireName.restore(name)).isEqualTo(name);
    }
}
