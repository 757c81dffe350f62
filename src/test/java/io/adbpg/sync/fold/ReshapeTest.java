package io.adbpg.sync.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReshapeTest {
    private final Reshape reshape =
            new Reshape(new int[] {2, Reshape.ADDED, 0, Reshape.ADDED}, Arrays.asList(null, "5", null, null));

    @Test
    void columnsMoveAndAddedOnesGetTheirValue() {
        // given
        Row row = new RowBuilder().add("1").add("dropped").addUnchanged().build();

        // when
        Row reshaped = reshape.apply(row);

        // then
        Row expected =
                new RowBuilder().addUnchanged().add("5").add("1").add(null).build();
        assertThat(reshaped).isEqualTo(expected);
        assertThat(reshaped.isPartial()).isTrue();
    }

    @Test
    void nullStaysNull() {
        assertThat(reshape.apply(null)).isNull();
    }
}
