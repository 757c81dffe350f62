package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowImageTest {
    private static final List<String> COLUMNS = List.of("id", "a \"b\"", "none", "big");

    @Test
    void rowIsReadAsItWasWritten() {
        // given
        Row row = new RowBuilder()
                .add("1")
                .add("tab\t, line\n, quote \", \\ / ünïcödé 😀 \u0001")
                .add((String) null)
                .addUnchanged()
                .build();

        // when
        String text = RowImage.write(COLUMNS, row);

        // then
        assertThat(RowImage.read(COLUMNS, text)).isEqualTo(row);
        assertThat(text).doesNotContain("big").contains("\"none\":null");
    }

    @Test
    void keyIsReadAsItWasWritten() {
        // given
        Row key = new RowBuilder().add("1.0").add("").add((String) null).build();

        // then
        assertThat(RowImage.readKey(RowImage.writeKey(3, key))).isEqualTo(key);
        assertThat(RowImage.readKey(null)).isNull();
    }
}
