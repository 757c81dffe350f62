package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Failed;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
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

    @Test
    void valueThatItsTypeCannotReadIsData() {
        // given: what the server says of a regtype, and of a statement
        String where = "WCOPY items, line 2, column kind: \"app.mood\"\0";

        // then
        assertThat(DataRefusal.find(said("42704", "type \"app.mood\" does not exist", where)))
                .isEqualTo(new DataRefusal("42704", "type \"app.mood\" does not exist"));
        assertThat(DataRefusal.find(said("42P01", "relation \"ods.items\" does not exist", "")))
                .isNull();
        assertThat(DataRefusal.find(said(
                        "42883",
                        "function f() does not exist",
                        "WPL/pgSQL function g() line 1\nCOPY items, line 2, column kind: \"a\"\0")))
                .isNull();
    }

    @Test
    void addressOfASegmentIsLeftOut() {
        assertThat(DataRefusal.find(
                        said("23502", "null value in column \"n\"  (seg0 slice1 10.0.0.7:6002 pid=30675)", "")))
                .isEqualTo(new DataRefusal("23502", "null value in column \"n\""));
        assertThat(DataRefusal.find(said("22012", "division by zero  (entry db 10.0.0.7:5432 pid=7)", "")))
                .isEqualTo(new DataRefusal("22012", "division by zero"));
    }

    private static Failed said(String state, String message, String where) {
        return new Failed(
                "target",
                new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0M" + message + "\0" + where)));
    }
}
