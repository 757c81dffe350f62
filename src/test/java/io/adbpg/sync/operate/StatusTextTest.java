package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
    private static final String SYNCING =
            """
            {"job": "shop", "version": "0.1.0", "time": "2026-11-26T07:12:30.000Z", "startedAt": "2026-11-25T22:00:00.000Z",
             "state": "syncing", "reason": "", "since": "2026-11-26T07:00:00.000Z",
             "source": "127.0.0.1:5432/shop", "target": "127.0.0.1:5433/warehouse", "capture": "pgoutput", "mayAct": true,
             "delayMillis": 30, "delayBytes": 1234, "changesPerSecond": 1424.04, "changes": 123456,
             "position": {"lsn": "0/1652A1F8", "committedAt": "2026-11-26T07:12:29.900Z",
                          "appliedAt": "2026-11-26T07:12:29.950Z"},
             "slot": {"name": "adbpg_sync_shop", "active": true, "walStatus": "reserved", "heldBytes": 16777216,
                      "limitBytes": 1000000000},
             "tables": [
               {"name": "shop.orders", "target": "ods.orders", "state": "syncing", "reason": "",
                "rows": {"insert": 1, "update": 2000, "delete": 3, "truncate": 0},
                "load": {"rows": 50006, "bytes": 1900000, "share": 1.0, "secondsLeft": 0}},
               {"name": "shop.items", "target": null, "state": "loading", "reason": "",
                "rows": {"insert": 0, "update": 0, "delete": 0, "truncate": 0},
                "load": {"rows": 17, "bytes": 190, "share": 0.6, "secondsLeft": 4}}],
             "errors": [{"time": "2026-11-26T06:59:00.000Z", "place": "job", "message": "the target\\u001b[31m is away"}],
             "precheck": null}
            """;

    private static final String WAITING =
            """
            {"job": "shop", "version": "0.1.0", "time": "2026-11-26T07:12:30.000Z", "startedAt": "2026-11-26T07:12:00.000Z",
             "state": "waiting", "reason": "cannot reach the target", "since": "2026-11-26T07:12:10.000Z",
             "source": "127.0.0.1:5432/shop", "target": "127.0.0.1:5433/warehouse", "capture": "debezium", "mayAct": true,
             "delayMillis": null, "delayBytes": null, "changesPerSecond": null, "changes": 0,
             "position": null, "slot": null, "tables": [], "errors": [], "precheck": null}
            """;

    private static String text(String json) throws Exception {
        return new StatusText((JsonObject) Jsoner.deserialize(json), ZoneOffset.UTC)
                .text()
                .replace(System.lineSeparator(), "\n");
    }

    @Test
    void routesDelaysAndSchemaChangesAreTold() throws Exception {
        // given
        String more = SYNCING.replace(
                        "\"errors\"",
                        """
                "routes": [{"id": "orders", "state": "started"}, {"id": "items", "state": "suspended"}],
                "schemaChanges": [
                  {"time": "2026-11-26T07:10:00.000Z", "table": "shop.orders", "change": "column note added",
                   "outcome": "waits", "detail": "run ALTER TABLE ods.orders ADD COLUMN note text on the target"},
                  {"time": "2026-11-26T07:00:00.000Z", "table": "shop.items", "change": "created again",
                   "outcome": "taken over", "detail": ""}], "errors\"""")
                .replace("\"rows\": {\"insert\": 1", "\"delayMillis\": 30, \"rows\": {\"insert\": 1");

        // when
        String text = text(more);

        // then
        assertThat(text)
                .contains("\nroutes    1 run, 1 do not\n")
                .contains("\nTABLE        TARGET      STATE                  LOADED  INSERTED  UPDATED  DELETED\n")
                .contains(
                        "\n07:10:00 shop.orders: column note added: waits: run ALTER TABLE ods.orders ADD COLUMN note text on the target\n")
                .contains("\n07:00:00 shop.items: created again: taken over\n");
        String short80 = text(more.replace("ods.orders\", \"state\"", "o\", \"state\"")
                .replace("\"secondsLeft\": 4", "\"secondsLeft\": null"));
        assertThat(short80.lines().filter(line -> line.startsWith("TABLE") || line.startsWith("shop.orders  ")))
                .allMatch(line -> line.length() <= 80)
                .satisfiesExactly(heading -> assertThat(heading).endsWith("DELETED  BEHIND"), row -> assertThat(row)
                        .endsWith("3   30 ms"));
    }

    @Test
    void routeFilesThatAreNotWhatRunsAreTold() throws Exception {
        assertThat(
                        text(
                                WAITING.replace(
                                        "\"errors\"",
                                        "\"refusedRoutes\": {\"reason\": \"line 3: no\", \"since\": \"2026-11-26T07:12:20.000Z\"}, \"errors\"")))
                .contains("\nroutes    the files are not what runs, since 07:12:20: line 3: no\n");
    }

    @Test
    void addressesAreTold() throws Exception {
        // given
        String listens = "\"listens\": {\"commands\": %s, \"management\": %s}, \"errors\"";

        // then
        assertThat(text(WAITING.replace(
                        "\"errors\"", listens.formatted("\"http://127.0.0.1:8080\"", "\"http://127.0.0.1:9876\""))))
                .contains("\nlistens   http://127.0.0.1:8080, health and metrics at http://127.0.0.1:9876\n");
        assertThat(text(WAITING.replace("\"errors\"", listens.formatted("\"http://127.0.0.1:8080\"", "null"))))
                .contains("\nlistens   http://127.0.0.1:8080\n");
    }

    @Test
    void valuesAreAlignedInColumns() throws Exception {
        assertThat(text(SYNCING))
                .isEqualTo(
                        """
                job       shop, version 0.1.0, started at 2026-11-25 22:00:00
                state     syncing since 07:00:00, 12 min
                source    127.0.0.1:5432/shop by pgoutput
                target    127.0.0.1:5433/warehouse
                delay     30 ms, 1.2 kB
                changes   1,424.0/s, 123,456 since the start
                position  0/1652A1F8, committed at 07:12:29, applied at 07:12:29
                slot      adbpg_sync_shop, active, reserved, retains 16.8 MB of 1.0 GB of WAL

                TABLE        TARGET      STATE                  LOADED  INSERTED  UPDATED  DELETED
                shop.orders  ods.orders  syncing                50,006         1    2,000        3
                shop.items   -           loading 60%, 4 s left      17         0        0        0

                last errors, newest first
                06:59:00 job: the target?[31m is away
                """);
    }

    @Test
    void unknownValuesAreDashes() throws Exception {
        assertThat(text(WAITING))
                .isEqualTo(
                        """
                job       shop, version 0.1.0, started at 07:12:00
                state     waiting since 07:12:10, 20 s
                reason    cannot reach the target
                source    127.0.0.1:5432/shop by debezium
                target    127.0.0.1:5433/warehouse
                delay     -, -
                changes   -, 0 since the start
                position  -
                slot      -
                """);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1234, 1.2 kB", "5000000000, 5.0 GB"})
    void bytesHaveUnits(long bytes, String text) {
        assertThat(StatusText.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "119, 119 s", "120, 2 min", "7200, 2 h", "172800, 2 days"})
    void durationsHaveUnits(long seconds, String text) {
        assertThat(StatusText.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
