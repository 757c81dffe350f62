package io.adbpg.sync.precheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.precheck.Finding.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

class PrecheckReportTest {
    private static final Finding PASSED = Finding.passed("wal_level", "source", Message.verbatim("logical"));
    private static final Finding WARNING =
            Finding.warning("key", "shop.log", Message.verbatim("none"), Message.verbatim("a key"), "");
    private static final Finding FAILED =
            Finding.failed("free slots", "source", Message.verbatim("none"), Message.verbatim("one"), Message.NONE);

    private static Finding refused(Refusal refusal) {
        return Finding.refused("columns", "shop.log", Message.NONE, refusal);
    }

    private static PrecheckReport report(Finding... findings) {
        return new PrecheckReport(Instant.parse("2026-11-26T07:00:00Z"), List.of(findings));
    }

    @Test
    void resultIsTheWorstOfAllFindings() {
        assertThat(report().result()).isEqualTo(Result.PASSED);
        assertThat(report(PASSED, WARNING, PASSED).result()).isEqualTo(Result.WARNING);
        assertThat(report(FAILED, WARNING).result()).isEqualTo(Result.FAILED);
    }

    @Test
    void whateverHasFailedIsRefused() {
        assertThat(report(PASSED, WARNING).refusal()).isNull();
        assertThat(report(PASSED, WARNING, FAILED).refusal()).hasMessage("source: none; needed: one");
    }

    /** Otherwise the log would tell of it at each attempt. */
    @Test
    void findingThatIsFoundAgainIsTheSame() {
        assertThat(refused(Refusal.of("no column x"))).isEqualTo(refused(Refusal.of("no column x")));
        assertThat(refused(Refusal.of("no column x"))).isNotEqualTo(refused(Refusal.of("no column y")));
    }

    @Test
    void loadIsRefusedForWhatConcernsItsTable() {
        // given
        PrecheckReport report = report(FAILED, refused(Refusal.of("no column x")));

        // then
        assertThat(report.refusal(new TableName("shop", "log"))).hasMessage("source: none; needed: one; no column x");
        assertThat(report.refusal(new TableName("shop", "orders"))).hasMessage("source: none; needed: one");
    }

    @Test
    void singleRefusalIsReturnedAsItIs() {
        // given
        Refusal refusal = Refusal.usage("no column x: add it");

        // then
        assertThat(report(WARNING, refused(refusal), refused(Refusal.usage("no column x: add it")))
                        .refusal())
                .isSameAs(refusal);
    }

    @Test
    void severalRefusalsBecomeOneLine() {
        assertThat(report(refused(Refusal.of("no column x")), refused(Refusal.usage("no column y")))
                        .refusal())
                .hasMessage("no column x; no column y")
                .extracting(Refusal::exitStatus)
                .isEqualTo(Refusal.FAILED);
    }

    @Test
    void jsonHasEachItem() {
        // when
        JsonObject json = report(WARNING).toJson();

        // then
        assertThat(json)
                .containsOnly(
                        Map.entry("time", "2026-11-26T07:00:00.000Z"),
                        Map.entry("result", "warning"),
                        Map.entry("items", json.get("items")));
        assertThat((JsonArray) json.get("items"))
                .containsExactly(new JsonObject(Map.of(
                        "check",
                        "key",
                        "subject",
                        "shop.log",
                        "result",
                        "warning",
                        "found",
                        "none",
                        "needed",
                        "a key",
                        "fix",
                        "")));
    }
}
