package io.adbpg.sync.precheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.precheck.Finding.Result;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static final Finding LEVEL = Finding.passed("wal_level", "source", Message.verbatim("logical"));
    private static final Finding KEY = Finding.warning(
            "key",
            "shop.log",
            Message.verbatim("none: the source itself refuses UPDATE and DELETE"),
            Message.verbatim("a primary key"),
            "ALTER TABLE shop.log REPLICA IDENTITY FULL");

    private static List<String> lines(int width, Finding... findings) {
        return lines(width, EnumSet.allOf(Result.class), findings);
    }

    private static List<String> lines(int width, Set<Result> results, Finding... findings) {
        return new ReportText(new PrecheckReport(Instant.EPOCH, List.of(findings)), width).lines(results);
    }

    private static Finding triggers(String table, String name) {
        return Finding.warning(
                "triggers",
                "shop." + table,
                Message.verbatim("ods." + table + " has triggers: " + name),
                Message.verbatim("none"),
                "ALTER TABLE ods." + table + " DISABLE TRIGGER USER");
    }

    @Test
    void whatIsToldOfSeveralTablesIsToldOnce() {
        assertThat(lines(
                        60,
                        triggers("a", "each"),
                        triggers("b", "each"),
                        triggers("c", "other"),
                        triggers("d", "each")))
                .containsExactly(
                        "warning  triggers of 3 tables",
                        "         tables  shop.a, shop.b, shop.d",
                        "         found   … has triggers: each",
                        "         needed  none",
                        "         fix     ALTER TABLE ods.a DISABLE TRIGGER USER;",
                        "                 ALTER TABLE ods.b DISABLE TRIGGER USER;",
                        "                 ALTER TABLE ods.d DISABLE TRIGGER USER;",
                        "warning  shop.c  triggers",
                        "         found   ods.c has triggers: other",
                        "         needed  none",
                        "         fix     ALTER TABLE ods.c DISABLE TRIGGER USER",
                        "precheck: 0 passed, 4 warnings, 0 failed");
    }

    @Test
    void problemsComeFirstAndTheRestOnlyIfWanted() {
        // given
        Finding failed =
                Finding.failed("connection", "target", Message.verbatim("refused"), Message.NONE, Message.NONE);

        // then
        assertThat(lines(100, LEVEL, KEY, failed)).element(0).isEqualTo("failed   target  connection");
        assertThat(lines(100, EnumSet.of(Result.FAILED, Result.WARNING), LEVEL, KEY, failed))
                .noneMatch(line -> line.startsWith("passed"))
                .anyMatch(line -> line.startsWith("warning"));
        assertThat(lines(100, EnumSet.of(Result.FAILED), LEVEL, KEY, failed))
                .containsExactly(
                        "failed   target  connection",
                        "         found   refused",
                        "precheck: 1 passed, 1 warning, 1 failed");
    }

    @Test
    void findingsAreAlignedWithTheirFixesBelow() {
        assertThat(lines(100, LEVEL, KEY))
                .containsExactly(
                        "warning  shop.log  key",
                        "         found   none: the source itself refuses UPDATE and DELETE",
                        "         needed  a primary key",
                        "         fix     ALTER TABLE shop.log REPLICA IDENTITY FULL",
                        "passed   source  wal_level  logical",
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

    /** Otherwise each text would be a column of words. */
    @Test
    void longNameTakesALineOfItsOwn() {
        assertThat(lines(
                        70,
                        LEVEL,
                        Finding.passed(
                                "key",
                                "shop.name_that_is_much_too_long",
                                Message.verbatim("id, kind, and some columns"))))
                .containsExactly(
                        "passed   source              wal_level  logical",
                        "passed   shop.name_that_is_much_too_long",
                        "                             key        id, kind, and some columns",
                        "precheck: 2 passed, 0 warnings, 0 failed");
    }

    @Test
    void blankPartsAreLeftOut() {
        assertThat(lines(
                        100,
                        Finding.failed(
                                "connection", "target", Message.verbatim("refused"), Message.NONE, Message.NONE)))
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
        Refusal withStatement = Refusal.of(
                        "account a lacks SELECT on TABLE t: run GRANT SELECT ON TABLE t TO a, or ask")
                .withFix("GRANT SELECT ON TABLE t TO a");

        // then
        assertThat(Finding.refused("c", "s", Message.NONE, withStatement))
                .extracting(finding -> finding.found().toString(), finding -> finding.fix()
                        .toString())
                .containsExactly("account a lacks SELECT on TABLE t", "GRANT SELECT ON TABLE t TO a");
        assertThat(Finding.refused("c", "s", Message.NONE, Refusal.of("target table t does not exist: create it")))
                .extracting(finding -> finding.found().toString(), finding -> finding.fix()
                        .toString())
                .containsExactly("target table t does not exist", "create it");
        assertThat(Finding.refused(
                        "c",
                        "s",
                        Message.NONE,
                        Refusal.usage("file, line 8: `where`: the source says: no; correct it there")))
                .extracting(finding -> finding.found().toString(), finding -> finding.fix()
                        .toString())
                .containsExactly("file, line 8: `where`: the source says: no", "correct it there");
        assertThat(Finding.refused("c", "s", Message.NONE, Refusal.of("no colon")))
                .extracting(finding -> finding.found().toString(), finding -> finding.fix()
                        .toString())
                .containsExactly("no colon", "");
    }
}
