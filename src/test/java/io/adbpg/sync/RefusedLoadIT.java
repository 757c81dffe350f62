package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** A row that the target refuses while its table is loaded is quarantined like one of the stream; the load of all others goes on. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class RefusedLoadIT {
    /** Table large has more than 128 MB, a row per page, so that it is loaded in parts. */
    private static final String SOURCE_TABLES =
            """
            CREATE SCHEMA app;
            CREATE TABLE app.items (id int PRIMARY KEY, n bigint, name text, big text);
            INSERT INTO app.items SELECT n, n, 'name', repeat('big' || n, 1000) FROM generate_series(1, 2000) AS n;
            UPDATE app.items SET n = 3000000000 WHERE id IN (1, 700, 701, 2000);
            UPDATE app.items SET n = -13 WHERE id = 5;
            UPDATE app.items SET name = E'too\\tlong\\\\' WHERE id = 6;
            UPDATE app.items SET name = NULL WHERE id = 7;
            CREATE TABLE app.bag (v text, w int);
            ALTER TABLE app.bag REPLICA IDENTITY FULL;
            INSERT INTO app.bag VALUES ('abc', 1), ('abcd', NULL), ('abc', 1), ('abcd', NULL), ('xyz', 2), ('wxyz', 2);
            CREATE TABLE app.staged (id int PRIMARY KEY, n int);
            INSERT INTO app.staged VALUES (1, 1), (2, 20000), (3, 3), (4, 30000);
            CREATE TABLE app.log (id int PRIMARY KEY, n bigint);
            INSERT INTO app.log VALUES (1, 1), (2, 3000000000);
            CREATE TABLE app.large (id int PRIMARY KEY, n bigint, pad text) WITH (fillfactor = 10);
            INSERT INTO app.large SELECT n, CASE WHEN n % 4000 = 0 THEN 3000000000 ELSE n END, repeat('x', 700)
                FROM generate_series(1, 20000) AS n;
            ANALYZE;
            """;

    private static final String TARGET_TABLES =
            """
            CREATE SCHEMA ods;
            CREATE TABLE ods.items (id int PRIMARY KEY, n int CHECK (n <> -13), name varchar(5) NOT NULL, big text);
            CREATE TABLE ods.bag (v varchar(3), w int);
            CREATE TABLE ods.staged (id int PRIMARY KEY, n int CHECK (n <> 40000));
            CREATE TABLE ods.log (id int, n int);
            CREATE TABLE ods.large (id int PRIMARY KEY, n int, pad text);
            """;
    private static final String ROUTES =
            """
            - templatedRoute:
                routeId: all
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.* }
                  - { name: target, value: ods.* }
            - templatedRoute:
                routeId: staged
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.staged }
                  - { name: target, value: ods.staged }
                  - { name: columns, value: "id, n * 2 AS n" }
                  - { name: where, value: "id < 4" }
            - templatedRoute:
                routeId: log
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.log }
                  - { name: target, value: ods.log }
                  - { name: changes, value: every }
            """;
    private static final List<String> REFUSED = List.of(
            "app.bag|insert|[\"abcd\",null]|22001",
            "app.bag|insert|[\"abcd\",null]|22001",
            "app.bag|insert|[\"wxyz\",\"2\"]|22001",
            "app.items|insert|[\"1\"]|22003",
            "app.items|insert|[\"2000\"]|22003",
            "app.items|insert|[\"5\"]|23514",
            "app.items|insert|[\"6\"]|22001",
            "app.items|insert|[\"7\"]|23502",
            "app.items|insert|[\"700\"]|22003",
            "app.items|insert|[\"701\"]|22003",
            "app.large|insert|[\"12000\"]|22003",
            "app.large|insert|[\"16000\"]|22003",
            "app.large|insert|[\"20000\"]|22003",
            "app.large|insert|[\"4000\"]|22003",
            "app.large|insert|[\"8000\"]|22003",
            "app.log|insert|history|22003",
            "app.staged|insert|[\"2\"]|23514");

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeTables() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run(SOURCE_TABLES);
        target.run(TARGET_TABLES);
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("source.capture", capture.word(), "sync.on-error", "quarantine", "sync.initial-load", "copy"));
        settings.putAll(more);
        return settings;
    }

    private RunningJob start(Map<String, String> more) throws Exception {
        Path tables = folder.resolve("tables.camel.yaml");
        Files.writeString(tables, ROUTES);
        return RunningJob.start(tables.toString(), source, target, settings(more));
    }

    private static TableStatus status(RunningJob job, String table) {
        return job.job().status().tables().get(new TableName("app", table));
    }

    private static void awaitSyncing(RunningJob job, String... tables) {
        await().atMost(Duration.ofMinutes(1)).until(() -> List.of(tables).stream()
                .allMatch(table ->
                        status(job, table) != null && status(job, table).state() == State.SYNCING));
    }

    /** The changes in quarantine: table, operation, key, SQLSTATE. */
    private List<String> quarantined(String positionTable) {
        return target.rows(
                "SELECT source_table, operation, CASE source_table WHEN 'app.log' THEN 'history' ELSE row_key END,"
                        + " sqlstate FROM " + positionTable.replace("position_", "quarantine_") + " ORDER BY 1, 2, 3");
    }

    private List<String> quarantined(RunningJob job) {
        return quarantined(job.positionTable());
    }

    private void assertSame(String table) {
        assertThat(target.rows("SELECT * FROM ods." + table + " ORDER BY 1, 2"))
                .as(table)
                .isEqualTo(source.rows("SELECT * FROM app." + table + " ORDER BY 1, 2"));
    }

    private void widenTarget() {
        target.run("ALTER TABLE ods.items DROP CONSTRAINT items_n_check, ALTER n TYPE bigint, ALTER name TYPE text,"
                + " ALTER name DROP NOT NULL; ALTER TABLE ods.bag ALTER v TYPE text;"
                + "ALTER TABLE ods.staged DROP CONSTRAINT staged_n_check; ALTER TABLE ods.log ALTER n TYPE bigint;"
                + "ALTER TABLE ods.large ALTER n TYPE bigint");
    }

    @Test
    void refusedRowsAreQuarantinedAndAllOthersArrive() throws Exception {
        try (RunningJob job = start(Map.of())) {
            // when
            awaitSyncing(job, "items", "bag", "staged", "log", "large");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job)).containsExactlyElementsOf(REFUSED);
            assertThat(job.quarantine().size()).isEqualTo(REFUSED.size());
            assertThat(target.rows("SELECT id, n, name, big FROM ods.items ORDER BY id"))
                    .isEqualTo(source.rows("SELECT id, n, name, big FROM app.items"
                            + " WHERE id NOT IN (1, 5, 6, 7, 700, 701, 2000) ORDER BY id"));
            assertThat(target.rows("SELECT v, w FROM ods.bag ORDER BY v")).containsExactly("abc|1", "abc|1", "xyz|2");
            assertThat(target.rows("SELECT * FROM ods.staged ORDER BY id")).containsExactly("1|2", "3|6");
            assertThat(target.rows("SELECT * FROM ods.log")).containsExactly("1|1");
            assertThat(target.value("SELECT count(*), sum(n) FROM ods.large"))
                    .isEqualTo(source.value("SELECT count(*), sum(n) FROM app.large WHERE n < 3000000000"));
            assertThat(job.quarantine().list("app.items", 0))
                    .contains(
                            "row id=700: value 3000000000 of column n does not fit integer",
                            "\"id\":\"700\"",
                            "big700big700");
            assertThat(job.quarantine().list("app.staged", 0))
                    .contains("row id=2: ", "\"new\":{\"id\":\"2\",\"n\":\"20000\"}");

            // when
            source.run("UPDATE app.items SET name = 'later' WHERE id IN (1, 8); DELETE FROM app.items WHERE id = 700;"
                    + "DELETE FROM app.bag WHERE v IN ('wxyz', 'xyz'); UPDATE app.items SET id = 9999 WHERE id = 701;"
                    + "INSERT INTO app.log VALUES (3, 3)");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job)).hasSize(REFUSED.size() + 4).contains("app.items|delete|[\"700\"]|NULL");
            assertThat(target.value("SELECT name FROM ods.items WHERE id = 8")).isEqualTo("later");
            assertThat(target.rows("SELECT v FROM ods.bag")).containsExactly("abc", "abc");

            // when
            widenTarget();
            String answer = job.quarantine().replay("all").toString();
            job.awaitUndisturbed();

            // then
            assertThat(answer).startsWith("replayed " + (REFUSED.size() + 4) + " of ");
            assertThat(quarantined(job)).isEmpty();
            assertThat(job.quarantine().size()).isZero();
            List.of("items", "bag", "large").forEach(this::assertSame);
            assertThat(target.rows("SELECT * FROM ods.staged ORDER BY id")).containsExactly("1|2", "2|40000", "3|6");
            assertThat(target.rows("SELECT * FROM ods.log ORDER BY 1")).containsExactly("1|1", "2|3000000000", "3|3");
        }
    }

    @Test
    void killedLoadLeavesEachRefusedRowInQuarantineOnce() throws Exception {
        try (JobProcess job = JobProcess.in(folder, ROUTES, source, target, settings(Map.of()));
                Connection writer = target.connect();
                Statement other = writer.createStatement()) {
            // given
            writer.setAutoCommit(false);
            // One part of the table waits for this key, the other one is committed.
            other.execute("INSERT INTO ods.large VALUES (19999, 1, '')");
            job.start();
            job.awaitThat("a part of the large table is there", () -> !target.value("SELECT count(*) FROM ods.large")
                    .equals("0"));
            assertThat(quarantined(job.positionTable())).contains("app.large|insert|[\"4000\"]|22003");
            job.kill();
            writer.rollback();

            // when
            job.start();
            job.awaitThat("all tables are in step", () -> isInStep(job));
            job.awaitInStep();

            // then
            assertThat(quarantined(job.positionTable())).containsExactlyElementsOf(REFUSED);
            assertThat(target.value("SELECT count(*), sum(n) FROM ods.large"))
                    .isEqualTo(source.value("SELECT count(*), sum(n) FROM app.large WHERE n < 3000000000"));
        }
    }

    @Test
    void reloadThatFailsLeavesTheQuarantineAsItWas() throws Exception {
        try (RunningJob job = start(Map.of("sync.quarantine-max-changes", "20"))) {
            // given
            awaitSyncing(job, "items", "bag", "staged", "log", "large");
            target.run("ALTER TABLE ods.items ADD CONSTRAINT few CHECK (id > 1000) NOT VALID");

            // when
            job.job().control().reload("app.items");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> status(job, "items").state() == State.WAITING);

            // then
            assertThat(status(job, "items").reason().toString()).contains("more rows are refused than");
            assertThat(quarantined(job)).containsExactlyElementsOf(REFUSED);
            assertThat(job.quarantine().size()).isEqualTo(REFUSED.size());
            assertThat(target.value("SELECT count(*) FROM ods.items")).isEqualTo("1993");

            // when
            target.run("ALTER TABLE ods.items DROP CONSTRAINT few");
            source.run("UPDATE app.items SET n = 700 WHERE id = 700");
            awaitSyncing(job, "items");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job))
                    .hasSize(REFUSED.size() - 1)
                    .doesNotContain("app.items|insert|[\"700\"]|22003")
                    .isSubsetOf(REFUSED);
            assertThat(job.quarantine().size()).isEqualTo(REFUSED.size() - 1);
        }
    }

    @Test
    void killedReloadLeavesTheQuarantineAsItWas() throws Exception {
        try (JobProcess job = JobProcess.in(folder, ROUTES, source, target, settings(Map.of()));
                Connection reader = target.connect();
                Statement lock = reader.createStatement()) {
            // given
            job.start();
            job.awaitThat("all tables are in step", () -> isInStep(job));
            source.run(
                    "UPDATE app.large SET n = 1 WHERE id = 4000; UPDATE app.large SET n = 3000000000 WHERE id = 4001");
            job.awaitInStep();
            List<String> before = quarantined(job.positionTable());
            assertThat(before).hasSize(REFUSED.size() + 2).containsAll(REFUSED);
            job.kill();
            target.run("UPDATE " + job.tablesTable() + " SET phase = 'RELOAD' WHERE source_table = 'app.large'");
            reader.setAutoCommit(false);
            lock.execute("LOCK TABLE ods.large IN ACCESS SHARE MODE");

            // when
            job.start();
            job.awaitThat("all new rows are there", () -> isLockAwaited("large"));

            // then
            assertThat(quarantined(job.positionTable())).isEqualTo(before);

            // when
            job.kill();
            reader.rollback();

            // then
            assertThat(quarantined(job.positionTable())).isEqualTo(before);

            // when
            job.start();
            job.awaitThat("all tables are in step", () -> isInStep(job));
            job.awaitInStep();

            // then
            assertThat(quarantined(job.positionTable()))
                    .hasSize(REFUSED.size())
                    .contains("app.large|insert|[\"4001\"]|22003")
                    .doesNotContain("app.large|insert|[\"4000\"]|22003");
            assertThat(target.value("SELECT count(*), sum(n) FROM ods.large"))
                    .isEqualTo(source.value("SELECT count(*), sum(n) FROM app.large WHERE n < 3000000000"));
        }
    }

    @Test
    void tableThatCannotBeEmptiedKeepsItsQuarantine() throws Exception {
        assumeThat(ServerPair.shared().isTargetGreenplum())
                .as("Greenplum has no triggers for statements")
                .isFalse();
        // given
        String name = RunningJob.newName();
        try (RunningJob job = start(Map.of("sync.job", name))) {
            awaitSyncing(job, "items", "bag", "staged", "log", "large");
        }
        target.run("DELETE FROM adbpg_sync.tables_" + name + " WHERE source_table IN ('app.items', 'app.large');"
                + "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''never empty''; END';"
                + "CREATE TRIGGER refuse BEFORE TRUNCATE ON ods.large EXECUTE PROCEDURE refuse()");
        try (Connection reader = target.connect();
                Statement lock = reader.createStatement()) {
            reader.setAutoCommit(false);
            lock.execute("LOCK TABLE ods.items IN ACCESS SHARE MODE");
            try (RunningJob job = start(Map.of("sync.job", name, "sync.existing-data", "truncate"))) {
                // when
                await().atMost(Duration.ofMinutes(1)).until(() -> isLockAwaited("items"));

                // then
                assertThat(job.quarantine().size()).isEqualTo(REFUSED.size());

                // when
                reader.rollback();
                awaitSyncing(job, "items");

                // then
                assertThat(status(job, "large").reason().toString()).contains("never empty");
                assertThat(quarantined(job)).containsExactlyElementsOf(REFUSED);
                assertThat(job.quarantine().size()).isEqualTo(REFUSED.size());
            }
        }
    }

    private boolean isInStep(JobProcess job) {
        return target.value("SELECT to_regclass('" + job.tablesTable() + "') IS NOT NULL")
                        .equals("t")
                && target.value("SELECT count(*) FROM " + job.tablesTable() + " WHERE phase = 'SYNCED'")
                        .equals("5");
    }

    private boolean isLockAwaited(String table) {
        return !target.value(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'ods." + table + "'::regclass")
                .equals("0");
    }

    @Test
    void smallTablesThatShareATransactionQuarantineTheirRows() throws Exception {
        // given
        for (int i = 10; i < 30; i++) {
            source.run("CREATE TABLE app.small_" + i + " (id int PRIMARY KEY, n bigint);" + "INSERT INTO app.small_" + i
                    + " VALUES (1, 1), (2, " + (i % 5 == 0 ? "3000000000" : "2") + ")");
            target.run("CREATE TABLE ods.small_" + i + " (id int PRIMARY KEY, n int)");
        }
        try (RunningJob job = start(Map.of("sync.initial-load-threads", "1"))) {
            // when
            awaitSyncing(job, "items", "large", "small_10", "small_29");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job))
                    .hasSize(REFUSED.size() + 4)
                    .containsAll(REFUSED)
                    .contains(
                            "app.small_10|insert|[\"2\"]|22003",
                            "app.small_15|insert|[\"2\"]|22003",
                            "app.small_20|insert|[\"2\"]|22003",
                            "app.small_25|insert|[\"2\"]|22003");
            assertThat(job.quarantine().size()).isEqualTo(REFUSED.size() + 4);
            assertThat(target.rows("SELECT * FROM ods.small_10 ORDER BY id")).containsExactly("1|1");
            assertThat(target.rows("SELECT * FROM ods.small_11 ORDER BY id")).containsExactly("1|1", "2|2");
        }
    }

    @Test
    void streamAndLoadQuarantineAtTheSameTime() throws Exception {
        try (RunningJob job = start(Map.of());
                Connection reader = target.connect();
                Statement lock = reader.createStatement()) {
            // given
            awaitSyncing(job, "items", "bag", "staged", "log", "large");
            reader.setAutoCommit(false);
            lock.execute("LOCK TABLE ods.large IN ACCESS SHARE MODE");

            // when
            job.job().control().reload("app.large");
            for (int i = 3000; i < 3020; i++) {
                source.run("INSERT INTO app.items VALUES (" + i + ", 3000000000, 'name')");
                source.run("INSERT INTO app.items VALUES (" + (i + 100) + ", 1, 'name')");
            }
            job.awaitInStep();
            reader.rollback();
            awaitSyncing(job, "large");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job)).hasSize(REFUSED.size() + 20).containsAll(REFUSED);
            assertThat(job.quarantine().size()).isEqualTo(REFUSED.size() + 20);

            // when
            widenTarget();
            job.job().control().reload("app.large, app.items");
            job.awaitSameRows("SELECT id, n FROM app.items ORDER BY 1", "SELECT id, n FROM ods.items ORDER BY 1");
            job.awaitSameRows("SELECT id, n FROM app.large ORDER BY 1", "SELECT id, n FROM ods.large ORDER BY 1");
            awaitSyncing(job, "large", "items");

            // then
            assertThat(quarantined(job)).noneMatch(row -> row.startsWith("app.items") || row.startsWith("app.large"));
        }
    }

    @Test
    void tableWithTooManyRefusedRowsWaitsAndTheOthersGoOn() throws Exception {
        // given
        Path tables = folder.resolve("tables.camel.yaml");
        Files.writeString(tables, ROUTES);
        try (RunningJob job = RunningJob.launch(
                tables.toString(),
                source,
                target,
                settings(Map.of("sync.quarantine-max-changes", "11", "sync.initial-load-threads", "1")))) {
            // when
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            status(job, "items") != null && status(job, "items").state() == State.WAITING);
            awaitSyncing(job, "bag", "staged", "log", "large");

            // then
            assertThat(status(job, "items").reason().toString())
                    .contains(
                            "more rows are refused than sync.quarantine-max-changes=11 lets into quarantine; the last: ");
            assertThat(target.value("SELECT count(*) FROM ods.items")).isEqualTo("0");

            // when
            widenTarget();
            awaitSyncing(job, "items", "bag", "staged", "log", "large");

            // then
            assertSame("items");
        }
    }
}
