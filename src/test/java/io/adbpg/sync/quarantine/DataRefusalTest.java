package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Failed;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class DataRefusalTest {
    @Test
    void stepOfARouteRefusesRows() {
        // when
        DataRefusal refusal = DataRefusal.find(
                new Failed("target", new DataIntegrityViolationException("no order without a customer")));

        // then
        assertThat(refusal).isEqualTo(new DataRefusal("", "no order without a customer"));
    }

    @Test
    void lostConnectionRefusesNoRows() {
        assertThat(DataRefusal.find(new DataIntegrityViolationException("sql", new SQLException("closed", "08006"))))
                .isNull();
    }
}
