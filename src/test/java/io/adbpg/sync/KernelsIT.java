package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.precheck.Finding;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What depends on the servers' versions, beside the scenarios: between the pairs of {@code -Dkernels.pairs}. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@ParameterizedClass(name = "from {0}")
@MethodSource("pairs")
class KernelsIT {
    @Parameter
    private ServerPair servers;

    @TempDir
    private Path folder;

    static Stream<ServerPair> pairs() {
        return ServerPair.of(System.getProperty("kernels.pairs"));
    }

    private TestDatabase newSource() {
        return servers.newSource();
    }

    private TestDatabase newTarget() {
        return servers.newTarget();
    }

    @Test
    void nothingIsLostOrDoubledWhileTablesAreLoadedAgainAndTheCaptureChanges() throws Exception {
        // given
        long seed = System.nanoTime();
        System.out.println("KernelsIT runs with seed " + seed);
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        source.run(
                MixedTraffic.SOURCE_TABLES + "INSERT INTO items SELECT 1000000 + n, 0, 'old' FROM generate_series(1, "
                        + "5000) AS n; INSERT INTO events SELECT n % 7, 'old' FROM generate_series(1, 5000) AS n");
        String name = RunningJob.newName();
        MixedTraffic traffic;
        TargetReader reader;

        try {
            // when
            try (RunningJob job = start(name, Capture.DEBEZIUM, source, target)) {
                reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
                traffic = new MixedTraffic(source, new Random(seed), () -> backlog(name, source, target) < 4_000_000);
                reload(job, "public.items", traffic);
            }
            try (RunningJob job = start(name, Capture.PGOUTPUT, source, target)) {
                reload(job, "public.events", traffic);
                traffic.stop();
                job.awaitInStep();
            }

            // then
            assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
            for (String query : MixedTraffic.ALL_ROWS) {
                assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
            }
        } finally {
            source.drop();
            target.drop();
        }
    }

    /** From version 11 on, the source's catalogue keeps the value; older ones rewrite the table, which is then loaded again. */
    @Test
    void columnThatIsAddedWithADefaultHasItInOldRowsToo() throws Exception {
        // given
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        String table = "CREATE TABLE items (id int PRIMARY KEY, text text);";
        source.run(table + " INSERT INTO items SELECT n, 'old' FROM generate_series(1, 1000) AS n");
        target.run(table);
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
        Map<String, String> settings =
                Map.of("source.capture", "pgoutput", "sync.initial-load", "copy", "sync.schema-changes", "add-columns");

        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings)) {
            // when
            source.transaction("INSERT INTO items VALUES (0, 'before'); ALTER TABLE items RENAME COLUMN text TO words;"
                    + " ALTER TABLE items RENAME COLUMN words TO text; ALTER TABLE items ADD COLUMN note text DEFAULT 'x';"
                    + " UPDATE items SET note = 'y' WHERE id = 1; DELETE FROM items WHERE id = 2");
            job.awaitInStep();

            // then
            job.awaitSameRows("SELECT * FROM items ORDER BY id", "SELECT * FROM items ORDER BY id");
        } finally {
            source.drop();
            target.drop();
        }
    }

    /** The target's lag in bytes of the source's WAL, whichever job runs. */
    private static long backlog(String name, TestDatabase source, TestDatabase target) {
        String held = target.value("SELECT lsn FROM adbpg_sync.position_" + name);
        return Lsn.parse(source.walEnd()) - Lsn.parse(held);
    }

    private RunningJob start(String name, Capture capture, TestDatabase source, TestDatabase target) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.TABLE_ROUTES);
        Map<String, String> settings = new HashMap<>();
        settings.put("sync.job", name);
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        settings.put("sync.create-tables", "true");
        RunningJob job = RunningJob.start(tables.toString(), source, target, settings);
        awaitAllSyncing(job);
        return job;
    }

    private static void awaitAllSyncing(RunningJob job) {
        await().alias("all tables are in step")
                .atMost(Duration.ofMinutes(1))
                .until(() -> job.job().status().tables().values().stream()
                        .allMatch(table -> table.state() == TableStatus.State.SYNCING));
    }

    private static void reload(RunningJob job, String table, MixedTraffic traffic) {
        awaitMore(traffic);
        job.job().control().reload(table);
        awaitMore(traffic);
        awaitAllSyncing(job);
        awaitMore(traffic);
    }

    private static void awaitMore(MixedTraffic traffic) {
        int enough = traffic.transactions() + 20;
        await().alias("transactions").atMost(Duration.ofMinutes(1)).until(() -> traffic.transactions() >= enough);
    }

    @Test
    void partitionedTableOfASourceThatCannotPublishItIsRefused() throws Exception {
        assumeThat(servers.sourceVersion()).isBetween(10, 12);
        // given
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        source.run("CREATE TABLE parts (id int) PARTITION BY RANGE (id);"
                + " CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)");
        target.run("CREATE TABLE parts (id int)");
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("parts"));

        // when
        String reason;
        try (RunningJob job = RunningJob.launch(tables.toString(), source, target, Map.of())) {
            reason = job.awaitRefusal();
        } finally {
            source.drop();
            target.drop();
        }

        // then
        assertThat(reason)
                .isEqualTo("source table public.parts is partitioned, and PostgreSQL " + servers.sourceVersion()
                        + " can't publish its partitions as one table, as 13 and later do: name each partition as a"
                        + " source of its own");
    }

    /** A plain server with the catalogue tables of a Greenplum kernel; it does not know DISTRIBUTED BY. */
    private TestDatabase newTargetDressedAsGreenplum() {
        assumeThat(servers.targetVersion()).as("the nearest to Greenplum 6").isEqualTo(9);
        TestDatabase target = newTarget();
        // In the place of the server's own view, which is found first whatever the search path says.
        target.run("CREATE SCHEMA gp;"
                + " UPDATE pg_class SET relname = 'plain_settings' WHERE oid = CAST('pg_catalog.pg_settings' AS regclass);"
                + " CREATE VIEW gp.pg_settings AS SELECT name, setting, source FROM pg_catalog.plain_settings"
                + " UNION ALL SELECT 'gp_server_version', '', 'default';"
                + " UPDATE pg_class SET relnamespace = CAST('pg_catalog' AS regnamespace)"
                + " WHERE oid = CAST('gp.pg_settings' AS regclass);"
                + " CREATE TABLE gp.pg_partition (parrelid oid, paratts int2vector,"
                + " paristemplate boolean) WITH OIDS;"
                + " CREATE TABLE gp.pg_partition_rule (parchildrelid oid, paroid oid, parisdefault boolean);"
                + " CREATE TABLE gp.gp_distribution_policy (localoid oid, policytype \"char\", distkey int2vector);"
                + " ALTER DATABASE " + target.name() + " SET search_path TO gp, public");
        return target;
    }

    @Test
    void rowsReachGreenplumByCopyAndDelete() throws Exception {
        // given
        TestDatabase target = newTargetDressedAsGreenplum();
        TestDatabase source = newSource();
        String tables = "CREATE TABLE public.items (id int PRIMARY KEY, text text);"
                + " CREATE TABLE public.lines (id int, line int, text text, PRIMARY KEY (line, id));";
        source.run(tables);
        target.run(tables + " INSERT INTO gp_distribution_policy VALUES ('public.items'::regclass, 'p', '1'),"
                + " ('public.lines'::regclass, 'p', '2 1')");
        Path routes = Files.writeString(
                folder.resolve("tables.camel.yaml"), MixedTraffic.route("items") + MixedTraffic.route("lines"));

        try {
            // when
            try (RunningJob job = RunningJob.start(routes.toString(), source, target)) {
                source.run("INSERT INTO items SELECT n, 'new' FROM generate_series(1, 1000) AS n;"
                        + " INSERT INTO lines SELECT n, n % 7, 'new' FROM generate_series(1, 1000) AS n");
                job.awaitUndisturbed();
                source.run(
                        "UPDATE items SET text = 'changed' WHERE id % 3 = 0; UPDATE items SET id = -id WHERE id > 900;"
                                + " DELETE FROM items WHERE id % 5 = 0; UPDATE lines SET line = line + 1, text = 'moved';"
                                + " DELETE FROM lines WHERE id % 4 = 0");
                job.awaitUndisturbed();
            }

            // then
            for (String query : List.of("SELECT * FROM items ORDER BY id", "SELECT * FROM lines ORDER BY id, line")) {
                assertThat(target.rows(query)).isEqualTo(source.rows(query));
            }
        } finally {
            source.drop();
            target.drop();
        }
    }

    /** Kernel 6 does not change the type of a column that an index holds. */
    @Test
    void typesChangeWithoutTheirIndexes() throws Exception {
        // given
        TestDatabase target = newTargetDressedAsGreenplum();
        TestDatabase source = newSource();
        String table =
                "CREATE TABLE public.items (id int PRIMARY KEY, number int CONSTRAINT one_each UNIQUE, text text);";
        source.run(table);
        target.run(table + " CREATE INDEX by_text ON public.items (text);"
                + " CREATE INDEX \"few of them\" ON public.items (text) WHERE number > 0;"
                + " CREATE INDEX by_sum ON public.items ((id + number)) WITH (fillfactor = 50)");
        String indexes = "SELECT indexdef FROM pg_indexes WHERE tablename = 'items' ORDER BY 1";
        List<String> before = target.rows(indexes);
        Path routes = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));

        String reason;
        List<String> after;
        try (RunningJob job = RunningJob.start(routes.toString(), source, target)) {
            // when
            source.run(
                    "ALTER TABLE items ALTER COLUMN number TYPE bigint, ALTER COLUMN id TYPE bigint;"
                            + " ALTER TABLE items RENAME COLUMN number TO amount; INSERT INTO items VALUES (5000000000, 2, 'second')");
            reason = job.awaitRefusal("was altered");
            target.run(reason.replaceAll(".*: run | on the target; .*", ""));
            after = target.rows(indexes);
        } finally {
            source.drop();
            target.drop();
        }

        // then
        assertThat(reason)
                .contains("DROP INDEX public.by_sum; DROP INDEX public.\"few of them\"; "
                        + "ALTER TABLE public.items DROP CONSTRAINT one_each; ");
        assertThat(after)
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .map(index -> index.replace("number", "amount"))
                        .toList());
    }

    @Test
    void replicatedTableThatRowsCannotBeToldApartInIsRefused() throws Exception {
        // given
        TestDatabase target = newTargetDressedAsGreenplum();
        TestDatabase source = newSource();
        source.run("CREATE TABLE lines (line int); ALTER TABLE lines REPLICA IDENTITY FULL");
        target.run("CREATE TABLE public.lines (line int);"
                + " INSERT INTO gp_distribution_policy VALUES ('public.lines'::regclass, 'r', '')");
        Path routes = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("lines"));

        // when
        String reason;
        try (RunningJob job = RunningJob.launch(routes.toString(), source, target, Map.of())) {
            reason = job.awaitRefusal();
        } finally {
            source.drop();
            target.drop();
        }

        // then
        assertThat(reason)
                .isEqualTo(
                        "target table public.lines is DISTRIBUTED REPLICATED, where equal rows can't be told apart, and"
                                + " source table public.lines has no key: distribute the target RANDOMLY, or give the source"
                                + " table a primary key");
    }

    @Test
    void precheckReadsTheCataloguesOfThisVersion() throws Exception {
        // given
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        source.run("CREATE TABLE items (id int PRIMARY KEY, text text)");
        target.run("CREATE TABLE items (id int PRIMARY KEY, text text UNIQUE, extra int NOT NULL);"
                + " CREATE TABLE tags (item int REFERENCES items); CREATE FUNCTION nothing() RETURNS trigger LANGUAGE"
                + " plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER each BEFORE INSERT ON items FOR EACH ROW EXECUTE"
                + " PROCEDURE nothing()");

        // when
        List<String> wrong = lookAt(source, target);

        // then
        assertThat(wrong)
                .containsExactlyInAnyOrder(
                        "public.items triggers: ALTER TABLE public.items DISABLE TRIGGER USER",
                        "public.items foreign keys: ALTER TABLE public.tags ALTER CONSTRAINT tags_item_fkey DEFERRABLE"
                                + " INITIALLY DEFERRED",
                        "public.items required columns: ALTER TABLE public.items ALTER COLUMN \"extra\" DROP NOT NULL",
                        "public.items unique index: ALTER TABLE public.items DROP CONSTRAINT items_text_key");
    }

    @Test
    void distributionThatIsNotOfTheKeyIsNamed() throws Exception {
        // given
        TestDatabase target = newTargetDressedAsGreenplum();
        TestDatabase source = newSource();
        source.run("CREATE TABLE items (id int PRIMARY KEY, text text)");
        target.run("CREATE TABLE public.items (id int, text text); CREATE INDEX ON public.items (id);"
                + " INSERT INTO gp_distribution_policy VALUES ('public.items'::regclass, 'p', '2')");

        // when
        List<String> wrong = lookAt(source, target);

        // then
        assertThat(wrong)
                .containsExactly("public.items distribution: ALTER TABLE public.items SET DISTRIBUTED BY (\"id\")");
    }

    private List<String> lookAt(TestDatabase source, TestDatabase target) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
        Map<String, String> settings = RunningJob.settings(RunningJob.newName(), source, target);
        settings.put("sync.initial-load", "copy");
        try (Job job = RunningJob.onlyChecked(tables.toString(), settings)) {
            return job.precheck().run().findings().stream()
                    .filter(finding -> finding.result() != Finding.Result.PASSED)
                    .map(finding -> finding.subject() + " " + finding.check() + ": " + finding.fix())
                    .toList();
        } finally {
            source.drop();
            target.drop();
        }
    }
}
