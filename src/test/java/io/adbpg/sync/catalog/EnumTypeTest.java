package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnumTypeTest {
    private static List<String> additions(List<String> there, String... values) {
        return new EnumType("ods.mood", there).additions(new EnumType("app.mood", List.of(values)));
    }

    @Test
    void typeThatHasAllValuesNeedsNone() {
        assertThat(additions(List.of("so", "old", "well"), "so", "well")).isEmpty();
    }

    @Test
    void valuesGetTheirPlaces() {
        assertThat(additions(List.of("so", "well"), "sick", "ill", "so", "fine", "well", "splendid"))
                .containsExactly(
                        "ALTER TYPE ods.mood ADD VALUE IF NOT EXISTS 'sick' BEFORE 'so'",
                        "ALTER TYPE ods.mood ADD VALUE IF NOT EXISTS 'ill' AFTER 'sick'",
                        "ALTER TYPE ods.mood ADD VALUE IF NOT EXISTS 'fine' AFTER 'so'",
                        "ALTER TYPE ods.mood ADD VALUE IF NOT EXISTS 'splendid' AFTER 'well'");
    }

    @Test
    void valueIsQuoted() {
        assertThat(additions(List.of(), "it's")).containsExactly("ALTER TYPE ods.mood ADD VALUE IF NOT EXISTS 'it''s'");
    }
}
