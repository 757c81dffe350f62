package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LsnTest {

    @ParameterizedTest
    @CsvSource({"0/1, 1", "0/16B3748, 23803720", "1/0, 4294967296", "16/B374D848, 97500059720"})
    void positionIsPrintedAndParsedLikePostgresql(String text, long lsn) {
        assertThat(Lsn.parse(text)).isEqualTo(lsn);
        assertThat(Lsn.text(lsn)).isEqualTo(text);
    }
}
