package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void isWrittenAsGreenplumReadsIt() {
        assertThat(Distribution.by(List.of("id", "Day")).toSql()).isEqualTo(" DISTRIBUTED BY (\"id\", \"Day\")");
        assertThat(Distribution.by(List.of()).toSql()).isEqualTo(" DISTRIBUTED RANDOMLY");
        assertThat(Distribution.REPLICATED.toSql()).isEqualTo(" DISTRIBUTED REPLICATED");
    }

    @Test
    void isBlankOnPlainPostgresql() {
        assertThat(Distribution.NONE.toSql()).isEmpty();
    }
}
