package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTextTest {
    private final CopyText text = new CopyText();

    private CopyText add(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return text.add(bytes, 0, bytes.length);
    }

    private String written() {
        return new String(text.buffer(), 0, text.length(), StandardCharsets.UTF_8);
    }

    @Test
    void valuesAreSeparatedByTabsAndRowsByNewlines() {
        // when
        add("1");
        add("a").endRow();
        add("2");
        add("b").endRow();

        // then
        assertThat(written()).isEqualTo("1\ta\n2\tb\n");
    }

    @Test
    void specialCharactersAreEscaped() {
        // when
        add("\\ \t \n \r \b \f \u000B").endRow();

        // then
        assertThat(written()).isEqualTo("\\\\ \\t \\n \\r \\b \\f \\v\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\t", "\n", "\r", "\b", "\f", "\u000B"})
    void characterIsEscapedAnywhereInALongValue(String special) {
        for (int before = 0; before < 20; before++) {
            // given
            String left = "[é]\u000E~7".repeat(4).substring(0, before);
            String right = "ÿ".repeat(20 - before);
            text.clear();

            // when
            add(left + special + right).endRow();
            String alone = written();
            text.clear();
            add(special).endRow();

            // then
            assertThat(alone).isEqualTo(left + written().strip() + right + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "größe", "日本語", "😀", "\u0001\u001B\u007F", "it's \"quoted\""})
    void otherCharactersStandForThemselves(String value) {
        // when
        add(value).endRow();

        // then
        assertThat(written()).isEqualTo(value + "\n");
    }

    @Test
    void nullEmptyTextAndTheTextThatLooksLikeNullDiffer() {
        // when
        text.addNull();
        add("");
        add("\\N").endRow();

        // then
        assertThat(written()).isEqualTo("\\N\t\t\\\\N\n");
    }

    @Test
    void endMarkerInAValueIsEscaped() {
        // when
        add("\\.").endRow();

        // then
        assertThat(written()).isEqualTo("\\\\.\n");
    }

    @Test
    void valuesOfARowAreFoundByTheirOffsets() {
        // given
        Row row = new RowBuilder().add("a\tb").add(null).addUnchanged().add("c").build();

        // when
        for (int column = 0; column < 4; column++) {
            text.add(row, row.offset(column));
        }
        text.endRow();

        // then
        assertThat(written()).isEqualTo("a\\tb\t\\N\t\\N\tc\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 1_000_000})
    void bufferGrowsWithItsValues(int length) {
        // when
        add("x".repeat(length));
        add("\n".repeat(length)).endRow();
        add("y").endRow();

        // then
        assertThat(written()).isEqualTo("x".repeat(length) + "\t" + "\\n".repeat(length) + "\ny\n");
    }

    @Test
    void manySmallValuesFit() {
        // when
        for (int i = 0; i < 100_000; i++) {
            text.addNull();
        }
        text.endRow();

        // then
        assertThat(written()).isEqualTo("\\N\t".repeat(99_999) + "\\N\n");
    }

    @Test
    void clearStartsOver() {
        // given
        add("1").endRow();

        // when
        text.clear();
        add("2").endRow();

        // then
        assertThat(written()).isEqualTo("2\n");
    }
}
