package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Cluster;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** A change that the target refuses because of its data is quarantined, as are later changes of its row; all others arrive. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class QuarantineIT {
    private static final String SOURCE_TABLES =
            """
            CREATE SCHEMA app;
            CREATE TABLE app.items (id int PRIMARY KEY, n bigint, name text);
            CREATE TABLE app.bag (v text);
            ALTER TABLE app.bag REPLICA IDENTITY FULL;
            CREATE TABLE app.twice (v text);
            ALTER TABLE app.twice REPLICA IDENTITY FULL;
            CREATE TABLE app.child (id int PRIMARY KEY, parent int);
            CREATE TABLE app.late (id int PRIMARY KEY, parent int);
            CREATE TABLE app.parent (id int PRIMARY KEY, u int);
            CREATE TABLE app.staged (id int PRIMARY KEY, n int);
            CREATE TABLE app.own (id int PRIMARY KEY, n bigint);
            CREATE TABLE app.log (id int PRIMARY KEY, n bigint);
            ALTER TABLE app.log REPLICA IDENTITY FULL;
            CREATE TABLE app.docs (id int PRIMARY KEY, n bigint, big text);
            ALTER TABLE app.docs ALTER big SET STORAGE EXTERNAL;
            """;
    private static final String TARGET_TABLES =
            """
            CREATE SCHEMA ods;
            CREATE TABLE ods.items (id int PRIMARY KEY, n int CHECK (n <> -13), name varchar(5) NOT NULL);
            CREATE TABLE ods.bag (v varchar(3));
            CREATE TABLE ods.twice (v text PRIMARY KEY);
            CREATE TABLE ods.parent (id int PRIMARY KEY, u int UNIQUE);
            CREATE TABLE ods.child (id int PRIMARY KEY, parent int REFERENCES ods.parent);
            CREATE TABLE ods.late (id int PRIMARY KEY,
                parent int REFERENCES ods.parent DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE ods.staged (id int PRIMARY KEY, n smallint);
            CREATE TABLE ods.own (id int PRIMARY KEY, n int);
            CREATE TABLE ods.log (id int, n int);
            CREATE TABLE ods.docs (id int PRIMARY KEY, n int, big text, own text);
            """;
    private static final String ROUTES =
            """
            - templatedRoute:
                routeId: all
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.* }
                  - { name: target, value: ods.* }
                  - { name: operations, value: "insert,update,delete,truncate" }
            - templatedRoute:
                routeId: staged
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.staged }
                  - { name: target, value: ods.staged }
                  - { name: columns, value: "id, n * 2 AS n" }
            - templatedRoute:
                routeId: log
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.log }
                  - { name: target, value: ods.log }
                  - { name: changes, value: every }
            - route:
                id: own
                from:
                  uri: direct:app.own
                  steps:
                    - split:
                        expression:
                          simple:
                            expression: "${body.rowMaps}"
                        aggregationStrategy: "#rows"
                        stopOnException: true
                        steps:
                          - log:
                              loggingLevel: DEBUG
                              message: "${body}"
                    - to: direct:own-apply
            - templatedRoute:
                routeId: own-apply
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.own }
                  - { name: from, value: own-apply }
                  - { name: target, value: ods.own }
            """;

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
        target.run(targetTables());
    }

    /** Greenplum kernels have no second unique key, and check no foreign keys. */
    private static String targetTables() {
        return Cluster.tables(TARGET_TABLES);
    }

    private RunningJob start(Map<String, String> more) throws Exception {
        Path tables = folder.resolve("tables.camel.yaml");
        Files.writeString(tables, ROUTES);
        Map<String, String> settings =
                new HashMap<>(Map.of("source.capture", capture.word(), "sync.on-error", "quarantine"));
        settings.putAll(more);
        return RunningJob.start(tables.toString(), source, target, settings);
    }

    private static double commits(RunningJob job) {
        return job.context()
                .getRegistry()
                .findSingleByType(MeterRegistry.class)
                .counter("adbpg.sync.batches")
                .count();
    }

    /** The changes in quarantine: table, operation, key before and after (the first value of a history's row), SQLSTATE. */
    private List<String> quarantined(RunningJob job) {
        return target.rows("SELECT source_table, operation, CASE source_table WHEN 'app.log' THEN '[\"2\"]'"
                + " ELSE concat(old_row_key, row_key) END, sqlstate FROM "
                + job.positionTable().replace("position_", "quarantine_") + " ORDER BY id");
    }

    private void assertSame(String table) {
        assertThat(target.rows("SELECT * FROM ods." + table + " ORDER BY 1"))
                .as(table)
                .isEqualTo(source.rows("SELECT * FROM app." + table + " ORDER BY 1"));
    }

    @Test
    void whateverIsRefusedIsPutAsideAndAllElseArrives() throws Exception {
        assumeThat(Cluster.maintenance())
                .as("no Greenplum kernel, which has no second unique key, and checks no foreign keys")
                .isEmpty();
        try (RunningJob job = start(Map.of())) {
            // when
            source.run("INSERT INTO app.items SELECT n, n, 'name' FROM generate_series(20, 400) AS n");
            source.run("INSERT INTO app.items VALUES (1, 3000000000, 'range'), (2, 2, 'too long'), (3, 3, NULL),"
                    + " (4, -13, 'check'), (5, 5, 'fine');"
                    + "UPDATE app.items SET n = n + 3000000000 WHERE id = 300");
            source.run("INSERT INTO app.bag VALUES ('abc'), ('abcd'), ('abc'), ('xyz')");
            source.run("INSERT INTO app.bag VALUES ('uvw'); DELETE FROM app.bag WHERE v IN ('abcd', 'xyz')");
            source.run("INSERT INTO app.twice VALUES ('same'), ('same')");
            source.run("INSERT INTO app.parent VALUES (1, 1), (2, 2), (3, 2)");
            // Tables are applied in the order of their names: the child before its parent.
            source.run("INSERT INTO app.parent VALUES (9, 9); INSERT INTO app.child VALUES (1, 9), (2, 77), (3, 9)");
            source.run("INSERT INTO app.late VALUES (1, 1), (2, 78), (4, 10); INSERT INTO app.parent VALUES (10, 10)");
            source.run("INSERT INTO app.staged VALUES (1, 1), (2, 20000), (3, 3)");
            source.run("INSERT INTO app.own VALUES (1, 1), (2, 3000000000), (3, 3)");
            source.run("INSERT INTO app.log VALUES (1, 1), (2, 3000000000); UPDATE app.log SET n = 2 WHERE id = 2");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job))
                    .containsExactlyInAnyOrder(
                            "app.items|insert|[\"1\"]|22003",
                            "app.items|insert|[\"2\"]|22001",
                            "app.items|insert|[\"3\"]|23502",
                            "app.items|insert|[\"4\"]|23514",
                            "app.items|update|[\"300\"]|22003",
                            "app.bag|insert|[\"abcd\"]|22001",
                            "app.bag|delete|[\"abcd\"]|NULL",
                            "app.twice|insert|[\"same\"]|23505",
                            "app.parent|insert|[\"3\"]|23505",
                            "app.child|insert|[\"2\"]|23503",
                            "app.late|insert|[\"2\"]|23503",
                            "app.staged|insert|[\"2\"]|22003",
                            "app.own|insert|[\"2\"]|22003",
                            "app.log|insert|[\"2\"]|22003");
            assertThat(job.quarantine().size()).isEqualTo(14);
            assertThat(target.value("SELECT count(*), sum(n) FROM ods.items"))
                    .isEqualTo(source.value(
                            "SELECT count(*), sum(CASE id WHEN 300 THEN 300 ELSE n END) FROM app.items WHERE id > 4"));
            assertThat(target.rows("SELECT v FROM ods.bag ORDER BY v")).containsExactly("abc", "abc", "uvw");
            assertThat(target.rows("SELECT id FROM ods.parent ORDER BY id")).containsExactly("1", "2", "9", "10");
            assertThat(target.rows("SELECT id FROM ods.child ORDER BY id")).containsExactly("1", "3");
            assertThat(target.rows("SELECT id FROM ods.late ORDER BY id")).containsExactly("1", "4");
            assertThat(target.rows("SELECT id, n FROM ods.staged ORDER BY id")).containsExactly("1|2", "3|6");
            assertThat(target.rows("SELECT id FROM ods.own ORDER BY id")).containsExactly("1", "3");
            assertThat(target.rows("SELECT id, n FROM ods.log ORDER BY id")).containsExactly("1|1", "2|2");
            String wrong = "SELECT count(*) FROM " + job.positionTable().replace("position_", "quarantine_")
                    + " WHERE commit_lsn IS NULL OR committed_at IS NULL OR target_table NOT LIKE 'ods.%'";
            assertThat(target.value(wrong)).isEqualTo("0");
            assertThat(job.verify("app.items, app.child", false))
                    .containsExactly(
                            "app.child: 3 rows, different: 1 missing; 1 changes of it are in quarantine",
                            "app.items: 386 rows, different: 4 missing, 1 different; 5 changes of it are in quarantine");

            // when
            target.run("ALTER TABLE ods.items DROP CONSTRAINT items_n_check, ALTER n TYPE bigint,"
                    + " ALTER name TYPE text, ALTER name DROP NOT NULL;"
                    + "ALTER TABLE ods.bag ALTER v TYPE text; ALTER TABLE ods.parent DROP CONSTRAINT parent_u_key;"
                    + "ALTER TABLE ods.own ALTER n TYPE bigint; ALTER TABLE ods.log ALTER n TYPE bigint;"
                    + "INSERT INTO ods.parent VALUES (77, 77), (78, 78)");
            String answer = job.quarantine().replay("all").toString();
            job.awaitUndisturbed();

            // then
            assertThat(answer).startsWith("replayed 12 of 14 changes");
            assertThat(quarantined(job))
                    .containsExactlyInAnyOrder("app.staged|insert|[\"2\"]|22003", "app.twice|insert|[\"same\"]|23505");
            for (String table : List.of("items", "bag", "child", "late", "own")) {
                assertSame(table);
            }
            assertThat(target.rows("SELECT id, n FROM ods.log ORDER BY id, n"))
                    .containsExactly("1|1", "2|2", "2|3000000000");
        }
    }

    /** A commit for each of them would hold the stream for long. */
    @Test
    void refusedRowsAreFoundAmongManyTransactionsByFewCommits() throws Exception {
        try (RunningJob job = start(Map.of())) {
            // given
            job.job().control().pause();
            for (int i = 1; i <= 300; i++) {
                source.run(
                        i == 100 || i == 200
                                ? "INSERT INTO app.items VALUES (" + i + ", 3000000000, 'name')"
                                : "INSERT INTO app.items VALUES (" + i + ", 1, 'name')");
            }
            source.run("UPDATE app.items SET name = 'other' WHERE id BETWEEN 99 AND 101");
            double before = commits(job);

            // when
            job.job().control().resume();
            job.awaitUndisturbed();

            // then
            assertThat(commits(job) - before).isLessThan(30);

            // when: not before, since a batch that has both would have nothing to insert
            source.run("INSERT INTO app.items VALUES (301, 1, 'name'); DELETE FROM app.items WHERE id = 200");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job))
                    .containsExactly(
                            "app.items|insert|[\"100\"]|22003",
                            "app.items|insert|[\"200\"]|22003",
                            "app.items|update|[\"100\"]|NULL",
                            "app.items|delete|[\"200\"]|NULL");
            assertThat(target.value("SELECT count(*), count(*) FILTER (WHERE name = 'other') FROM ods.items"))
                    .isEqualTo("299|2");

            // when
            target.run("ALTER TABLE ods.items ALTER n TYPE bigint");
            job.quarantine().replay("all");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job)).isEmpty();
            assertSame("items");
        }
    }

    @Test
    void changesOfTheRowFollowUntilTheyAreReplayed() throws Exception {
        try (RunningJob job = start(Map.of())) {
            // given
            source.run("INSERT INTO app.items SELECT n, n, 'name' FROM generate_series(1, 9) AS n");
            source.run("UPDATE app.items SET name = 'too long' WHERE id IN (1, 2, 3, 4)");
            source.run("UPDATE app.items SET name = 'short', n = 100 WHERE id = 1");
            source.run("DELETE FROM app.items WHERE id = 2");
            source.run("UPDATE app.items SET id = 33 WHERE id = 3; INSERT INTO app.items VALUES (3, 0, 'new')");
            source.run("UPDATE app.items SET id = 44, name = 'moved' WHERE id = 4");
            source.run("UPDATE app.items SET n = 45 WHERE id = 44; UPDATE app.items SET n = 50 WHERE id = 5");
            job.awaitUndisturbed();
            assertThat(target.rows("SELECT id, n, name FROM ods.items WHERE id < 6 OR id > 9 ORDER BY id"))
                    .containsExactly("1|1|name", "2|2|name", "3|3|name", "4|4|name", "5|50|name");

            // when
            String first = job.quarantine().replay("all").toString();
            target.run("ALTER TABLE ods.items ALTER name TYPE varchar(10)");
            String second = job.quarantine().replay("app.items").toString();
            source.run("UPDATE app.items SET n = n + 1");
            job.awaitUndisturbed();

            // then
            // Row 2 is deleted by now, row 1 fits again, 3 and 33 don't.
            assertThat(first).startsWith("replayed ").contains("still refused");
            assertThat(second).startsWith("replayed ").doesNotContain("still refused");
            assertThat(quarantined(job)).isEmpty();
            assertThat(job.quarantine().size()).isZero();
            assertSame("items");
        }
    }

    @Test
    void largeTransactionArrivesInPiecesWithoutItsRefusedRows() throws Exception {
        try (RunningJob job = start(Map.of("sync.batch-max-rows", "10000", "sync.quarantine-max-changes", "12"))) {
            // when
            source.run("INSERT INTO app.items SELECT n, CASE WHEN n IN (7, 40000, 99999) THEN 3000000000 ELSE n END,"
                    + " 'name' FROM generate_series(1, 100000) AS n;"
                    + "UPDATE app.items SET name = 'later' WHERE id IN (7, 8, 40000);"
                    + "DELETE FROM app.items WHERE id IN (40000, 40001)");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job))
                    .containsExactly(
                            "app.items|insert|[\"7\"]|22003",
                            "app.items|insert|[\"40000\"]|22003",
                            "app.items|insert|[\"99999\"]|22003",
                            "app.items|update|[\"7\"]|NULL",
                            "app.items|update|[\"40000\"]|NULL",
                            "app.items|delete|[\"40000\"]|NULL");
            assertThat(target.value("SELECT count(*) FROM ods.items")).isEqualTo("99996");

            // when
            source.run("INSERT INTO app.parent VALUES (1, 1)");
            String discarded = job.quarantine().discard("1").toString();
            source.run("TRUNCATE app.items; INSERT INTO app.items VALUES (7, 7, 'seven')");
            job.awaitUndisturbed();

            // then
            assertThat(discarded).startsWith("discarded 2 changes");
            assertThat(quarantined(job)).isEmpty();
            assertSame("items");

            // when
            source.run("INSERT INTO app.items SELECT n, -13, 'check' FROM generate_series(100, 120) AS n");
            String refusal = job.awaitRefusal();

            // then
            assertThat(refusal).contains("sync.quarantine-max-changes=12", "quarantine discard");
            assertThat(target.value("SELECT count(*) FROM ods.items")).isEqualTo("1");
        }
    }

    @Test
    void jobThatIsKilledWhileItLooksForTheRowBeginsAnew() throws Exception {
        // given
        Map<String, String> settings =
                Map.of("source.capture", capture.word(), "sync.on-error", "quarantine", "sync.batch-max-rows", "1000");
        try (JobProcess job = JobProcess.in(folder, ROUTES, source, target, settings);
                Connection lock = target.connect();
                Statement statement = lock.createStatement()) {
            job.start();
            job.awaitThat("the job has a slot", job::knowsPosition);
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE ods.staged");

            // when
            source.run("INSERT INTO app.items SELECT n, CASE n WHEN 1500 THEN 3000000000 ELSE n END, 'name'"
                    + " FROM generate_series(1, 3000) AS n; INSERT INTO app.staged VALUES (1, 1)");
            job.awaitThat("the row is found", () -> job.output().contains("row id=1500"));
            job.awaitThat("the job waits for a lock", () -> target.value(
                            "SELECT count(*) > 0 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                                    + " WHERE NOT l.granted AND a.datname = current_database()")
                    .equals("t"));
            job.kill();
            lock.rollback();
            job.start();
            job.awaitInStep();

            // then
            assertThat(target.value("SELECT count(*) FROM ods.items")).isEqualTo("2999");
            assertThat(target.rows("SELECT row_key FROM " + job.positionTable().replace("position_", "quarantine_")))
                    .containsExactly("[\"1500\"]");
            assertThat(target.rows("SELECT * FROM ods.staged")).containsExactly("1|2");

            // when
            Program program = new Program(folder);
            Program.Result list = program.run(List.of("quarantine", "list", "app.items"));
            Program.Result json = program.run(List.of("quarantine", "list", "--json"));
            Program.Result wrong = program.run(List.of("quarantine", "replay"));
            target.run("ALTER TABLE ods.items ALTER n TYPE bigint");
            Program.Result replay = program.run(List.of("quarantine", "replay", "1"));

            // then
            assertThat(list.out())
                    .startsWith("1  app.items  insert of row id=1500  0/")
                    .contains("out of range");
            assertThat(json.out()).contains("\"new\":{\"id\":\"1500\"", "\"sqlState\":\"22003\"");
            assertThat(wrong.exitStatus()).isEqualTo(2);
            assertThat(wrong.err()).contains("--all");
            assertThat(replay.err()).isEmpty();
            assertThat(replay.out()).isEqualTo("replayed 1 of 1 changes\n");
            assertSame("items");
        }
    }

    /** Even if somebody reads what a killed job has left of a table, so that it can't be dropped. */
    @Test
    void tableThatIsLoadedAgainLeavesTheQuarantine() throws Exception {
        try (RunningJob job = start(Map.of("sync.initial-load", "copy"));
                Connection reader = target.connect();
                Statement read = reader.createStatement()) {
            // given
            source.run("INSERT INTO app.items VALUES (1, 1, 'too long'), (2, 2, 'two')");
            job.awaitUndisturbed();
            assertThat(quarantined(job)).hasSize(1);
            target.run("ALTER TABLE ods.items ALTER name TYPE varchar(10)");
            target.run("CREATE TABLE adbpg_sync.replaced_1 (id int)");
            reader.setAutoCommit(false);
            read.execute("TABLE adbpg_sync.replaced_1");

            // when
            job.job().control().reload("app.items");
            await().atMost(Duration.ofSeconds(60)).until(() -> quarantined(job).isEmpty());
            source.run("UPDATE app.items SET n = 100");

            // then
            job.awaitSameRows("SELECT * FROM app.items ORDER BY 1", "SELECT * FROM ods.items ORDER BY 1");
        }
    }

    /** Unchanged TOAST values are not sent, and neither are columns that only the target has. */
    @Test
    void valuesThatOnlyTheTargetHasSurviveTheQuarantine() throws Exception {
        try (RunningJob job = start(Map.of())) {
            // given
            source.run("INSERT INTO app.docs SELECT n, n, repeat('big' || n, 2000) FROM generate_series(1, 5) AS n");
            job.awaitUndisturbed();
            target.run("UPDATE ods.docs SET own = 'own ' || id");

            // when
            source.run("UPDATE app.docs SET n = 3000000000 WHERE id IN (1, 2, 3);"
                    + "INSERT INTO app.docs VALUES (6, 3000000000, repeat('six', 2000))");
            job.awaitUndisturbed();
            source.run(
                    "UPDATE app.docs SET n = n + 1 WHERE id = 1; UPDATE app.docs SET id = 20 WHERE id = 2;"
                            + "UPDATE app.docs SET big = repeat('new', 2000) WHERE id = 3; UPDATE app.docs SET n = 40 WHERE id = 4");
            source.run("UPDATE app.docs SET n = 6 WHERE id = 6; UPDATE app.docs SET n = n - 1 WHERE id IN (3, 20)");
            job.awaitUndisturbed();

            // then
            assertThat(job.quarantine().size()).isPositive();
            assertThat(target.rows("SELECT id, n, length(big), own FROM ods.docs ORDER BY id"))
                    .containsExactly(
                            "1|1|8000|own 1", "2|2|8000|own 2", "3|3|8000|own 3", "4|40|8000|own 4", "5|5|8000|own 5");

            // when
            String refused = job.quarantine().replay("app.docs").toString();
            target.run("ALTER TABLE ods.docs ALTER n TYPE bigint");
            job.quarantine().replay("app.docs");
            job.awaitUndisturbed();

            // then
            assertThat(refused).contains("still refused");
            assertThat(quarantined(job)).isEmpty();
            assertThat(target.rows("SELECT id, n, big FROM ods.docs ORDER BY id"))
                    .isEqualTo(source.rows("SELECT id, n, big FROM app.docs ORDER BY id"));
            assertThat(target.rows("SELECT id, own FROM ods.docs ORDER BY id"))
                    .containsExactly("1|own 1", "3|own 3", "4|own 4", "5|own 5", "6|NULL", "20|own 2");
        }
    }

    @Test
    void valueThatAnIndexCannotHoldIsPutAside() throws Exception {
        target.run("CREATE INDEX by_big ON ods.docs (big)");
        try (RunningJob job = start(Map.of())) {
            // when
            source.run("INSERT INTO app.docs SELECT n, n, CASE n WHEN 2 THEN (SELECT string_agg(md5(m::text), '')"
                    + " FROM generate_series(1, 500) AS m) ELSE 'short' END FROM generate_series(1, 3) AS n");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job)).containsExactly("app.docs|insert|[\"2\"]|54000");
            assertThat(target.rows("SELECT id FROM ods.docs ORDER BY id")).containsExactly("1", "3");

            // when
            target.run("DROP INDEX ods.by_big");
            job.quarantine().replay("all");

            // then
            job.awaitSameRows("SELECT id, big FROM app.docs ORDER BY id", "SELECT id, big FROM ods.docs ORDER BY id");
            assertThat(quarantined(job)).isEmpty();
        }
    }

    /** Others ask all the time, so that no session is without requests. */
    @Test
    void whatIsAlteredBeforeItIsAskedForCounts() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        try (RunningJob job = start(Map.of())) {
            try {
                // given
                source.run("INSERT INTO app.docs VALUES (1, 1, repeat('big', 5000))");
                job.awaitUndisturbed();
                source.run("UPDATE app.docs SET n = 3000000000");
                job.awaitUndisturbed();
                for (int i = 0; i < 3; i++) {
                    others.add(CompletableFuture.runAsync(() -> {
                        while (!done.get()) {
                            discard(job, "999999");
                        }
                    }));
                }
                job.quarantine().replay("app.docs");

                // when
                target.run("ALTER TABLE ods.docs ALTER n TYPE bigint");
                String replayed = job.quarantine().replay("app.docs").toString();

                // then
                assertThat(replayed).doesNotContain("still refused");
                job.awaitSameRows("SELECT id, n FROM app.docs", "SELECT id, n FROM ods.docs");
            } finally {
                done.set(true);
            }
            for (CompletableFuture<Void> other : others) {
                other.get(1, TimeUnit.MINUTES);
            }
        }
    }

    private static void discard(RunningJob job, String what) {
        try {
            job.quarantine().discard(what);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rowsStayInQuarantineWhenTheJobIsToStopAgain() throws Exception {
        // given
        String name = RunningJob.newName();
        try (RunningJob job = start(Map.of("sync.job", name))) {
            source.run("INSERT INTO app.items VALUES (1, 3000000000, 'one'), (2, 2, 'two')");
            job.awaitUndisturbed();
        }

        try (RunningJob job = start(Map.of("sync.job", name, "sync.on-error", "stop"))) {
            // when
            source.run("UPDATE app.items SET n = 1 WHERE id = 1; UPDATE app.items SET n = 22 WHERE id = 2");
            job.awaitUndisturbed();

            // then
            assertThat(quarantined(job))
                    .containsExactly("app.items|insert|[\"1\"]|22003", "app.items|update|[\"1\"]|NULL");
            assertThat(target.rows("SELECT id, n FROM ods.items")).containsExactly("2|22");

            // when
            source.run("INSERT INTO app.items VALUES (3, 3000000000, 'three')");
            String refusal = job.awaitRefusal();
            target.run("ALTER TABLE ods.items ALTER n TYPE bigint");
            job.awaitInStep();
            String replayed = job.quarantine().replay("all").toString();
            job.awaitInStep();

            // then
            assertThat(refusal).contains("app.items", "id=3", "3000000000");
            assertThat(replayed).isEqualTo("replayed 2 of 2 changes");
            assertSame("items");
        }
    }
}
