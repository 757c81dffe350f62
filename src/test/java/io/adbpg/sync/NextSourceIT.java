package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.job.Job;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** What PostgreSQL 19 does as a source and no version before: with {@code -Dservers=19-16}. */
class NextSourceIT {
    private static final String VERSION = "19";

    @TempDir
    private Path folder;

    private String tables;

    @BeforeEach
    void writeTables() throws Exception {
        assumeThat(ServerPair.shared().isSourceFrom(VERSION)).isTrue();
        tables = Files.writeString(
                        folder.resolve("tables.camel.yaml"),
                        """
                        - templatedRoute:
                            routeId: app
                            routeTemplateRef: table
                            parameters:
                              - { name: source, value: "app.*" }
                              - { name: target, value: "ods.*" }
                        """)
                .toString();
    }

    private static Map<String, String> settings(String name, Capture capture) {
        return Map.of(
                "sync.job",
                name,
                "sync.initial-load",
                "copy",
                "sync.create-tables",
                "true",
                "source.capture",
                capture.word());
    }

    /** It prints {@code 0/00000001} where others print {@code 0/1}. */
    @ParameterizedTest
    @PublishedCaptures
    void positionsInTheWalAreTheSameHoweverTheyPrint(Capture capture) throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        String rows = "(lsn pg_lsn, more pg_lsn[])";
        source.run(
                "CREATE SCHEMA app; CREATE TABLE app.keyed " + rows + "; ALTER TABLE app.keyed ADD PRIMARY KEY (lsn);"
                        + " CREATE TABLE app.keyless " + rows + "; ALTER TABLE app.keyless REPLICA IDENTITY FULL;"
                        + " INSERT INTO app.keyed VALUES ('0/1', '{0/2}'), ('16/B374D848', '{}');"
                        + " INSERT INTO app.keyless VALUES ('0/1', '{0/2}'), ('0/1', '{0/2}'), ('1/0', NULL)");
        target.run("CREATE SCHEMA ods");
        try (RunningJob job = RunningJob.start(tables, source, target, settings(RunningJob.newName(), capture))) {
            // when
            source.run(
                    "UPDATE app.keyed SET more = '{0/3, 1/1}' WHERE lsn = '0/1'; INSERT INTO app.keyed VALUES ('0/5', NULL);"
                            + " DELETE FROM app.keyless WHERE ctid = (SELECT min(ctid) FROM app.keyless);"
                            + " UPDATE app.keyless SET more = '{0/A}' WHERE lsn = '1/0'");
            job.awaitUndisturbed();

            // then
            assertThat(job.verify("app.keyed", false))
                    .singleElement()
                    .asString()
                    .matches("app.keyed: 3 rows, equal");
            assertThat(job.verify("app.keyless", false))
                    .singleElement()
                    .asString()
                    .matches("app.keyless: 2 rows, equal");
        } finally {
            source.drop();
            target.drop();
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void walLevelReplicaIsEnough(Capture capture) throws Exception {
        String name = RunningJob.newName();
        TestDatabase target = TestServers.newTarget();
        target.run("CREATE SCHEMA ods");
        try (RestartableServer server = RestartableServer.start(VERSION, Map.of("wal_level", "replica"))) {
            // given
            TestDatabase source = server.database("source");
            String level = "SELECT current_setting('effective_wal_level')";
            source.run("CREATE SCHEMA app; CREATE TABLE app.items (id int PRIMARY KEY, text text);"
                    + " INSERT INTO app.items VALUES (1, 'old')");
            Map<String, String> all = new HashMap<>(RunningJob.settings(name, source, target));
            all.putAll(settings(name, capture));
            assertThat(source.value(level)).isEqualTo("replica");

            // when
            List<String> found;
            try (Job job = RunningJob.onlyChecked(tables, all)) {
                found = job.precheck().run().findings().stream()
                        .filter(finding -> finding.check().equals("wal_level"))
                        .map(finding -> finding.result() + " " + finding.found())
                        .toList();
            }

            // then
            assertThat(found)
                    .containsExactly("PASSED replica, which this version makes logical while there is a slot for it");
            try (RunningJob job = RunningJob.start(tables, source, target, settings(name, capture))) {
                source.run("INSERT INTO app.items VALUES (2, 'new'); UPDATE app.items SET text = 'x' WHERE id = 1");
                job.awaitUndisturbed();
                assertThat(target.rows("SELECT * FROM ods.items ORDER BY id")).containsExactly("1|x", "2|new");
                assertThat(source.value(level)).isEqualTo("logical");
            }

            // when
            source.run("INSERT INTO app.items VALUES (3, 'while away')");
            server.stop(StoppableServer.Stop.FAST);
            server.startAgain();

            // then
            assertThat(source.value(level)).isEqualTo("logical");
            try (RunningJob job = RunningJob.start(tables, source, target, settings(name, capture))) {
                job.awaitUndisturbed();
                assertThat(target.rows("SELECT count(*) FROM ods.items")).containsExactly("3");
            }

            // when
            source.run("SELECT pg_drop_replication_slot('adbpg_sync_" + name + "')");

            // then
            await().alias("decoding ends with the slot")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        // The checkpointer ends it.
                        source.run("CHECKPOINT");
                        return source.value(level).equals("replica");
                    });
            try (RunningJob job = RunningJob.launch(tables, source, target, settings(name, capture))) {
                assertThat(job.awaitRefusal()).contains("slot adbpg_sync_" + name + " does not exist on the source");
            }
        } finally {
            target.drop();
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void whatOnlyThisVersionCanSayArrives(Capture capture) throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run("CREATE SCHEMA app; CREATE DOMAIN app.positive AS int CHECK (VALUE > 0);"
                + " CREATE TABLE app.prices (id int, during int4range, price int, PRIMARY KEY (id, during));"
                + " CREATE TABLE app.numbers (id oid8 PRIMARY KEY, n oid8);"
                + " CREATE TABLE app.added (id int PRIMARY KEY);"
                + " CREATE TABLE app.parts (id int PRIMARY KEY, text text) PARTITION BY RANGE (id);"
                + " CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM (0) TO (100);"
                + " CREATE TABLE app.parts_2 PARTITION OF app.parts FOR VALUES FROM (100) TO (200);"
                + " CREATE TABLE app.rewritten (id int PRIMARY KEY, text text);"
                + " INSERT INTO app.prices VALUES (1, '[1,100)', 5), (2, '[1,100)', 6);"
                + " INSERT INTO app.numbers VALUES ('18446744073709551615', '0');"
                + " INSERT INTO app.added SELECT generate_series(1, 10);"
                + " INSERT INTO app.parts SELECT n, n FROM generate_series(1, 199) AS n;"
                + " INSERT INTO app.rewritten SELECT n, n FROM generate_series(1, 1000) AS n");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.parts (id int PRIMARY KEY, text text);"
                + " CREATE TABLE ods.prices (id int, during int4range, price int, PRIMARY KEY (id, during))");
        String name = RunningJob.newName();
        Map<String, String> settings = new HashMap<>(settings(name, capture));
        settings.put("sync.schema-changes", "add-columns");

        try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
            // when
            source.run("UPDATE app.prices FOR PORTION OF during FROM 10 TO 20 SET price = 7 WHERE id = 1;"
                    + " DELETE FROM app.prices FOR PORTION OF during FROM 30 TO 40 WHERE id = 2");
            source.run("INSERT INTO app.numbers VALUES ('9223372036854775808', '18446744073709551614')");
            source.run(
                    "ALTER TABLE app.added ADD COLUMN n app.positive DEFAULT 7; UPDATE app.added SET n = 8 WHERE id = 1");
            source.run("ALTER TABLE app.parts SPLIT PARTITION app.parts_2 INTO"
                    + " (PARTITION app.parts_3 FOR VALUES FROM (100) TO (150),"
                    + " PARTITION app.parts_4 FOR VALUES FROM (150) TO (200))");
            source.run("UPDATE app.parts SET text = 'split' WHERE id % 3 = 0");
            source.run("ALTER TABLE app.parts MERGE PARTITIONS (app.parts_1, app.parts_3) INTO app.parts_5");
            source.run("UPDATE app.parts SET text = 'merged' WHERE id % 5 = 0; DELETE FROM app.parts WHERE id % 7 = 0");
            source.run("REPACK app.rewritten");
            source.run("UPDATE app.rewritten SET text = 'packed' WHERE id < 100");
            source.run("REPACK (CONCURRENTLY) app.rewritten");
            source.run("DELETE FROM app.rewritten WHERE id < 50");

            // then
            for (String query : List.of(
                    "SELECT * FROM {schema}.prices ORDER BY id, during",
                    "SELECT * FROM {schema}.numbers ORDER BY CAST(id AS text)",
                    "SELECT CAST(a AS text) FROM {schema}.added AS a ORDER BY id",
                    "SELECT * FROM {schema}.parts ORDER BY id",
                    "SELECT * FROM {schema}.rewritten ORDER BY id")) {
                job.awaitSameRows(query.replace("{schema}", "app"), query.replace("{schema}", "ods"));
            }
            job.awaitInStep();
            assertThat(job.verify("", false)).isNotEmpty().allMatch(line -> line.endsWith(", equal"));
        } finally {
            source.drop();
            target.drop();
        }
    }
}
