package io.adbpg.sync.precheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Refusal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static final Finding LEVEL = Finding.passed("wal_level", "source", "logical");
    private static final Finding KEY = Finding.warning(
            "key",
            "shop.log",
            "none: the source itself refuses UPDATE and DELETE",
            "a primary key",
            "ALTER TABLE shop.log REPLICA IDENTITY FULL");

    private static List<String> lines(int width, Finding... findings) {
        return new ReportText(new PrecheckReport(Instant.EPOCH, List.of(findings)), width).lines();
    }

    @Test
    void findingsAreAlignedWithTheirFixesBelow() {
        assertThat(lines(100, LEVEL, KEY))
                .containsExactly(
                        "passed   source    wal_level  logical",
                        "warning  shop.log  key",
                        "         found   none: the source itself refuses UPDATE and DELETE",
                        "         needed  a primary key",
                        "         fix     ALTER TABLE shop.log REPLICA IDENTITY FULL",
                        "precheck: 1 passed, 1 warning, 0 failed");
    }

    @Test
    void textIsWrappedAtTheTerminalsWidthButFixesAreNot() {
        assertThat(lines(40, KEY))
                .containsExactly(
                        "warning  shop.log  key",
                        "         found   none: the source itself",
                        "                 refuses UPDATE and",
                        "                 DELETE",
                        "         needed  a primary key",
                        "         fix     ALTER TABLE shop.log REPLICA IDENTITY FULL",
                        "precheck: 0 passed, 1 warning, 0 failed");
    }

    @Test
    void blankPartsAreLeftOut() {
        assertThat(lines(100, Finding.failed("connection", "target", "refused", "", "")))
                .containsExactly(
                        "failed   target  connection",
                        "         found   refused",
                        "precheck: 0 passed, 0 warnings, 1 failed");
    }

    @Test
    void lineForTheLogIsComplete() {
        assertThat(KEY.line())
                .isEqualTo("shop.log, key: none: the source itself refuses UPDATE and DELETE; needed: a primary key;"
                        + " fix: ALTER TABLE shop.log REPLICA IDENTITY FULL");
    }

    @Test
    void refusalIsSplitIntoFoundAndFix() {
        // given
        Refusal withStatement = new Refusal(
                        "account a lacks SELECT on TABLE t: run GRANT SELECT ON TABLE t TO a, or ask")
                .withFix("GRANT SELECT ON TABLE t TO a");

        // then
        assertThat(Finding.refused("c", "s", "", withStatement))
                .extracting(Finding::found, Finding::fix)
                .containsExactly("account a lacks SELECT on TABLE t", "GRANT SELECT ON TABLE t TO a");
        assertThat(Finding.refused("c", "s", "", new Refusal("target table t does not exist: create it")))
                .extracting(Finding::found, Finding::fix)
                .containsExactly("target table t does not exist", "create it");
        assertThat(Finding.refused(
                        "c", "s", "", Refusal.usage("file, line 8: `where`: the source says: no; correct it there")))
                .extracting(Finding::found, Finding::fix)
                .containsExactly("file, line 8: `where`: the source says: no", "correct it there");
        assertThat(Finding.refused("c", "s", "", new Refusal("no colon")))
                .extracting(Finding::found, Finding::fix)
                .containsExactly("no colon", "");
    }
}
