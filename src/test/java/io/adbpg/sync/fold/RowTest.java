package io.adbpg.sync.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowTest {

    /** Returns a row of these values; null stands for NULL. */
    private static Row row(String... values) {
        RowBuilder builder = new RowBuilder();
        for (String value : values) {
            builder.add(value);
        }
        return builder.build();
    }

    @Test
    void valuesAreReadByColumn() {
        // when
        Row row = row("1", "", null, "größe 😀");

        // then
        assertThat(row.text(0)).isEqualTo("1");
        assertThat(row.text(1)).isEmpty();
        assertThat(row.text(2)).isNull();
        assertThat(row.text(3)).isEqualTo("größe 😀");
        assertThat(row.isPartial()).isFalse();
    }

    @Test
    void bytesAreTakenAsUtf8() {
        // given
        byte[] bytes = "xgrößex".getBytes(StandardCharsets.UTF_8);

        // when
        Row row = new RowBuilder().add(bytes, 1, bytes.length - 2).build();

        // then
        assertThat(row).isEqualTo(row("größe"));
    }

    @Test
    void largeTextIsEncodedInPieces() {
        // given
        String large = "a" + "größe 😀".repeat(50_000);

        // when
        RowBuilder builder = new RowBuilder();
        Row row = builder.add("1").add(large).add("2").build();

        // then
        assertThat(row.text(0)).isEqualTo("1");
        assertThat(row.text(1)).isEqualTo(large);
        assertThat(row.text(2)).isEqualTo("2");
        assertThat(RowBuilder.sizeOf(large)).isEqualTo(large.getBytes(StandardCharsets.UTF_8).length);
        assertThat(builder.add("next").build()).isEqualTo(row("next"));
    }

    @Test
    void rowOfTheExpectedSizeIsNotCopied() {
        // given
        RowBuilder builder = new RowBuilder();
        byte[] large = new byte[2_000_000];

        // when
        builder.expect(Integer.BYTES + large.length);
        Row row = builder.add(large, 0, large.length).build();

        // then
        assertThat(row.bytes()).hasSize(Integer.BYTES + large.length);
        assertThat(builder.add("next").build()).isEqualTo(row("next"));
        assertThat(row.length(0)).isEqualTo(large.length);
    }

    @Test
    void valueLargerThanTheBufferFits() {
        // given
        String large = "x".repeat(3_000_000);

        // when
        RowBuilder builder = new RowBuilder();
        Row first = builder.add("1").add(large).add("2").build();
        Row second = builder.add("3").build();

        // then
        assertThat(first.text(1)).isEqualTo(large);
        assertThat(first.text(2)).isEqualTo("2");
        assertThat(second).isEqualTo(row("3"));
    }

    @Test
    void unchangedValueMakesTheRowPartial() {
        // when
        RowBuilder builder = new RowBuilder();
        Row partial = builder.add("1").addUnchanged().add(null).build();
        Row next = builder.add("2").build();

        // then
        assertThat(partial.isPartial()).isTrue();
        assertThat(partial.text(1)).isNull();
        assertThat(partial.unchangedMask()).isEqualTo("010");
        assertThat(next.isPartial()).isFalse();
    }

    @Test
    void selectedColumnsKeepTheirOrder() {
        // given
        Row row = row("a", null, "c", "d");

        // then
        assertThat(row.select(new int[] {3, 1})).isEqualTo(row("d", null));
        assertThat(row.select(new int[] {0, 1})).isEqualTo(row("a", null));
        assertThat(row.select(new int[] {})).isEqualTo(row());
    }

    @Test
    void selectionIsPartialOnlyIfItHasAnUnchangedValue() {
        // given
        Row row = new RowBuilder().add("a").addUnchanged().add("c").build();

        // then
        assertThat(row.select(new int[] {0}).isPartial()).isFalse();
        assertThat(row.select(new int[] {2, 0}).isPartial()).isFalse();
        assertThat(row.select(new int[] {2, 1}).isPartial()).isTrue();
        assertThat(row.select(new int[] {0, 1}).isPartial()).isTrue();
    }

    @Test
    void unchangedValueIsTakenFromTheEarlierImage() {
        // given
        Row earlier = row("1", "old", "big");
        Row later = new RowBuilder().add("1").add(null).addUnchanged().build();

        // when
        Row completed = later.completedFrom(earlier);

        // then
        assertThat(completed).isEqualTo(row("1", null, "big"));
        assertThat(completed.isPartial()).isFalse();
    }

    @Test
    void valueUnchangedInBothImagesStaysUnknown() {
        // given
        Row earlier = new RowBuilder().add("1").addUnchanged().add("b").build();
        Row later = new RowBuilder().add("1").addUnchanged().addUnchanged().build();

        // when
        Row completed = later.completedFrom(earlier);

        // then
        assertThat(completed.isPartial()).isTrue();
        assertThat(completed.unchangedMask()).isEqualTo("010");
        assertThat(completed.text(2)).isEqualTo("b");
    }

    @Test
    void wholeRowNeedsNoEarlierImage() {
        // given
        Row row = row("1");

        // then
        assertThat(row.completedFrom(row("2"))).isSameAs(row);
    }

    @Test
    void rowsAreEqualIfAllValuesAreTheSameText() {
        assertThat(row("1", null)).isEqualTo(row("1", null)).hasSameHashCodeAs(row("1", null));
        assertThat(row("1.0")).isNotEqualTo(row("1.00"));
        assertThat(row("")).isNotEqualTo(row((String) null));
        assertThat(row("ab", "c")).isNotEqualTo(row("a", "bc"));
        assertThat(new RowBuilder().addUnchanged().build()).isNotEqualTo(row((String) null));
    }

    @Test
    void printedRowIsShort() {
        // given
        Row row = new RowBuilder()
                .add("1")
                .add(null)
                .addUnchanged()
                .add("x".repeat(100))
                .build();

        // then
        assertThat(row).hasToString("(1, NULL, unchanged, " + "x".repeat(64) + "…)");
    }
}
