package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.precheck.Finding;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Partitions that can't be captured as a part of their root are told, and what can be told from the catalogue is mended. */
class PartitionsIT {
    private static final String TABLES =
            """
            - templatedRoute:
                routeId: app
                routeTemplateRef: table
                parameters:
                  - { name: source, value: "app.*" }
                  - { name: target, value: "ods.*" }

            - templatedRoute:
                routeId: own
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.own }
                  - { name: target, value: ods.own }
            """;

    @ParameterizedTest
    @PublishedCaptures
    void runningJobFollowsWhatItCanAndTellsTheRest(Capture capture, @TempDir Path folder) throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run("CREATE SCHEMA app; CREATE TABLE app.keyed (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);"
                + "CREATE UNLOGGED TABLE app.keyed_1 PARTITION OF app.keyed FOR VALUES FROM (0) TO (10);"
                + "CREATE TABLE app.loose (id int PRIMARY KEY, n int); INSERT INTO app.loose VALUES (11, 11);"
                + "CREATE TABLE app.own (id int PRIMARY KEY, n int); INSERT INTO app.own VALUES (21, 21);"
                + "CREATE TABLE app.full (id int, n int) PARTITION BY RANGE (id);"
                + "ALTER TABLE app.full REPLICA IDENTITY FULL");
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
        Map<String, String> settings =
                Map.of("source.capture", capture.word(), "sync.initial-load", "copy", "sync.create-tables", "true");

        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings)) {
            assertThat(found(job)).anyMatch(found -> found.startsWith("partition app.keyed_1 is UNLOGGED"));
            source.run("INSERT INTO app.keyed VALUES (1, 1)");

            // when
            source.run("ALTER TABLE app.keyed_1 SET LOGGED");
            source.run("ALTER TABLE app.keyed ATTACH PARTITION app.loose FOR VALUES FROM (10) TO (20)");
            source.run("ALTER TABLE app.keyed ATTACH PARTITION app.own FOR VALUES FROM (20) TO (30)");
            source.run("CREATE TABLE app.full_1 PARTITION OF app.full FOR VALUES FROM (0) TO (10);"
                    + "ALTER TABLE app.full_1 ADD PRIMARY KEY (id); INSERT INTO app.full VALUES (1, 1), (2, 2)");

            // then
            job.awaitSameRows("SELECT * FROM app.keyed ORDER BY id", "SELECT * FROM ods.keyed ORDER BY id");
            await(
                    "the partition is off the list",
                    () -> !job.job().status().tables().containsKey(name("loose")));
            await("the partition with an entry waits", () -> status(job, "own").state() == State.WAITING);
            assertThat(status(job, "own").reason()).contains("whose entry gets its rows");
            await("the table waits", () -> status(job, "full").state() == State.WAITING);
            assertThat(status(job, "full").reason()).contains("ALTER TABLE ONLY app.full_1 REPLICA IDENTITY FULL");

            // when
            source.run("DELETE FROM app.full WHERE id = 1");
            source.run("ALTER TABLE ONLY app.full_1 REPLICA IDENTITY FULL");
            source.run("INSERT INTO app.keyed VALUES (12, 12)");

            // then
            job.awaitSameRows("SELECT * FROM app.full ORDER BY id", "SELECT * FROM ods.full ORDER BY id");
            job.awaitSameRows("SELECT * FROM app.keyed ORDER BY id", "SELECT * FROM ods.keyed ORDER BY id");
            await(
                    "the tables are in step",
                    () -> status(job, "full").state() == State.SYNCING
                            && status(job, "keyed").state() == State.SYNCING);
            assertThat(found(job)).allMatch(found -> found.startsWith("source table app.own is a partition"));

            // when
            source.run(
                    "CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER nothing FOREIGN DATA WRAPPER nothing;"
                            + "CREATE FOREIGN TABLE app.full_2 PARTITION OF app.full FOR VALUES FROM (10) TO (20) SERVER nothing");

            // then
            assertThat(found(job)).anyMatch(found -> found.startsWith("partition app.full_2 is a foreign table"));
        } finally {
            source.drop();
            target.drop();
        }
    }

    private static TableName name(String table) {
        return new TableName("app", table);
    }

    private static TableStatus status(RunningJob job, String table) {
        return job.job().status().tables().get(name(table));
    }

    private static List<String> found(RunningJob job) {
        return job.job().precheck().run().findings().stream()
                .filter(finding -> finding.result() != Finding.Result.PASSED)
                .map(finding -> finding.found().toString())
                .toList();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await().alias(what).atMost(Duration.ofMinutes(2)).until(condition);
    }
}
