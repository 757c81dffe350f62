package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.failure.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

    @Test
    void tooOldTargetIsRefused() {
        assertThatThrownBy(() -> Kernel.requireTarget(8, 3))
                .isInstanceOf(Refusal.class)
                .hasMessage("the target has PostgreSQL kernel 8.3: PostgreSQL 9.6, AnalyticDB for PostgreSQL 6.0 or"
                        + " Greenplum 6, or a later one, is needed");
    }

    @ParameterizedTest
    @CsvSource({"9, 4", "9, 6", "12, 12", "18, 6"})
    void newEnoughTargetIsAccepted(int major, int minor) {
        assertThatCode(() -> Kernel.requireTarget(major, minor)).doesNotThrowAnyException();
    }

    @Test
    void tooOldSourceIsRefused() {
        assertThatThrownBy(() -> Kernel.requireSource(90_324))
                .isInstanceOf(Refusal.class)
                .hasMessage("the source is PostgreSQL 9.3.24, which has no logical decoding:"
                        + " PostgreSQL 9.4 or later is needed");
    }

    @ParameterizedTest
    @ValueSource(ints = {90_400, 90_624, 100_023, 180_006})
    void newEnoughSourceIsAccepted(int version) {
        assertThatCode(() -> Kernel.requireSource(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "90426, true, false",
        "120012, true, true",
        "90624, false, true",
        "100023, false, false",
        "110022, false, true"
    })
    void knowsWhetherAnUpdateCanMoveARowToAnotherPartition(int version, boolean greenplum, boolean moves) {
        assertThat(new Kernel(version, greenplum).movesRows()).isEqualTo(moves);
    }
}
