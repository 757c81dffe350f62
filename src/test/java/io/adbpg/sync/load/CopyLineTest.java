package io.adbpg.sync.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyLineTest {
    private static Row decode(String line) {
        return CopyLine.decode(line.getBytes(StandardCharsets.UTF_8), new RowBuilder());
    }

    @Test
    void valuesAreSeparatedByTabs() {
        assertThat(decode("1\tä\t\t3\n")).hasToString("(1, ä, , 3)");
    }

    @Test
    void nullIsNotTheTextN() {
        assertThat(decode("\\N\tN\t\\N\tx\n")).hasToString("(NULL, N, NULL, x)");
        assertThat(decode("x\t\\N\n")).hasToString("(x, NULL)");
    }

    @Test
    void largeLineIsDecodedLikeASmallOne() {
        // given
        String large = "x\\\\y\\tz".repeat(20_000);

        // when
        Row row = decode("1\t\\N\t" + large + "\t\n");

        // then
        assertThat(row.text(0)).isEqualTo("1");
        assertThat(row.text(1)).isNull();
        assertThat(row.text(2)).isEqualTo("x\\y\tz".repeat(20_000));
        assertThat(row.text(3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"\\\\, 92", "\\t, 9", "\\n, 10", "\\r, 13", "\\b, 8", "\\f, 12", "\\v, 11"})
    void escapesAreDecoded(String escape, int character) {
        assertThat(decode("a" + escape + "b\t" + escape + "\n").text(0)).isEqualTo("a" + (char) character + "b");
        assertThat(decode("a" + escape + "b\t" + escape + "\n").text(1)).isEqualTo(String.valueOf((char) character));
    }
}
