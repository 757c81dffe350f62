package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrayVariablesTest {
    @ParameterizedTest
    @CsvSource({
        "SOURCE_PASWORD, SOURCE_PASSWORD",
        "SYNC_BATCH_MAX_ROW, SYNC_BATCH_MAX_ROWS",
        "TARGET_SSLMODE, TARGET_SSL_MODE",
        "source_password, SOURCE_PASSWORD"
    })
    void misspeltVariableIsNamedWithTheNearestOne(String name, String meant) {
        assertThat(StrayVariables.warnings(Map.of(name, "s3cret")))
                .containsExactly("the environment variable " + name
                        + " is not read: if it is meant for this job, call it " + meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SOURCE_DATE_EPOCH", "SOURCE_PASSWORD", "SYNC_GATEWAY", "TARGET_ARCH", "CAMEL_VERSION", "PATH"})
    void otherVariablesAreNoMatter(String name) {
        assertThat(StrayVariables.warnings(Map.of(name, "x"))).isEmpty();
    }

    @Test
    void warningsStandInAlphabeticalOrder() {
        assertThat(StrayVariables.warnings(Map.of("TARGET_PROT", "1", "SOURCE_PROT", "1")))
                .hasSize(2)
                .isSorted();
    }
}
