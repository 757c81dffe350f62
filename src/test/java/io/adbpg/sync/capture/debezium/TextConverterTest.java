package io.adbpg.sync.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import org.junit.jupiter.api.Test;

class TextConverterTest {

    @Test
    void textIsPassedOnUnchanged() {
        assertThat(TextConverter.text(" 1.500\t")).isEqualTo(" 1.500\t");
        assertThat(TextConverter.text("")).isEmpty();
    }

    @Test
    void nullStaysNull() {
        assertThat(TextConverter.text(null)).isNull();
    }

    @Test
    void unchangedValueDiffersFromTheSameText() {
        // when
        String unchanged = TextConverter.text(UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE);

        // then
        assertThat(TextConverter.isUnchanged(unchanged)).isTrue();
        assertThat(TextConverter.isUnchanged(TextConverter.text("unchanged"))).isFalse();
        assertThat(TextConverter.isUnchanged(null)).isFalse();
    }
}
