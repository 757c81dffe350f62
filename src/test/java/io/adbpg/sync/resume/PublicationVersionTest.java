package io.adbpg.sync.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationVersionTest {
    private static final long ORDERS = 16385;
    private static final long LINES = 16390;
    private static final PublicationVersion MADE =
            new PublicationVersion(16400, "733", Map.of(ORDERS, "733", LINES, "733"), Map.of());

    private static PublicationVersion with(String row, Map<Long, String> tables) {
        return new PublicationVersion(MADE.oid(), row, tables, Map.of());
    }

    @Test
    void textIsReadBack() {
        PublicationVersion schemas = new PublicationVersion(1, "2", Map.of(), Map.of(2200L, "4294967295"));

        assertThat(PublicationVersion.parse(MADE.toText())).isEqualTo(MADE);
        assertThat(PublicationVersion.parse(schemas.toText())).isEqualTo(schemas);
    }

    @Test
    void tableThatWasRemovedAndAddedAgainWasNotPublishedAllTheTime() {
        PublicationVersion now = with("733", Map.of(ORDERS, "740", LINES, "733"));

        assertThat(now.publishesSince(MADE, ORDERS)).isFalse();
        assertThat(now.publishesSince(MADE, LINES)).isTrue();
    }

    @Test
    void otherOptionsOrAnotherPublicationConcernAllTables() {
        PublicationVersion options = with("740", MADE.tables());
        PublicationVersion remade = new PublicationVersion(16500, "733", MADE.tables(), Map.of());

        assertThat(options.publishesSince(MADE, LINES)).isFalse();
        assertThat(remade.publishesSince(MADE, LINES)).isFalse();
    }

    @Test
    void onlyWhatItsOwnTransactionWroteIsTheJobsOwn() {
        assertThat(with("733", Map.of(ORDERS, "733", LINES, "750")).isWrittenBy("750", MADE))
                .isTrue();
        assertThat(with("750", Map.of(ORDERS, "733")).isWrittenBy("750", MADE)).isTrue();
        assertThat(with("733", Map.of(ORDERS, "740", LINES, "750")).isWrittenBy("750", MADE))
                .isFalse();
        assertThat(with("740", MADE.tables()).isWrittenBy("750", MADE)).isFalse();
        assertThat(MADE.isWrittenBy("733", null)).isTrue();
        assertThat(MADE.isWrittenBy("750", null)).isFalse();
    }
}
