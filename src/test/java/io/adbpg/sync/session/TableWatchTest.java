package io.adbpg.sync.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A look at very many tables is paid for by a longer pause. */
class TableWatchTest {
    @ParameterizedTest
    @CsvSource({"3, 5000", "100, 5000", "400, 20000", "3000, 60000"})
    void pausesLongerAfterASlowLook(long look, long pause) {
        assertThat(TableWatch.pause(TimeUnit.MILLISECONDS.toNanos(look)))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(pause));
    }
}
