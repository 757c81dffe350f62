package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.NameList;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.precheck.Finding;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source from before publications, whatever capture the settings name. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OldSourceIT {
    private static ServerPair servers;

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeAll
    static void startServers() {
        servers = ServerPair.of("9.6-18").findFirst().orElseThrow();
    }

    @AfterAll
    static void stopServers() throws Exception {
        servers.close();
    }

    @BeforeEach
    void makeDatabases() {
        source = servers.newSource();
        target = servers.newTarget();
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start(String table, Map<String, String> settings) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route(table));
        Map<String, String> all = new HashMap<>(Map.of("sync.job", name, "sync.initial-load", "copy"));
        all.putAll(settings);
        return RunningJob.start(tables.toString(), source, target, all);
    }

    @Test
    void tableIsLoadedAndFollowedAndFollowedOnAfterARestart() throws Exception {
        // given
        String table = "CREATE TABLE items (id int PRIMARY KEY, text text, at timestamptz, ok boolean);";
        source.run(table + " INSERT INTO items SELECT n, 'it''s ' || n, '2026-11-30 12:00+00', true"
                + " FROM generate_series(1, 1000) AS n");
        target.run(table);
        String rows = "SELECT * FROM items ORDER BY id";

        // when
        try (RunningJob job = start("items", Map.of())) {
            source.run(
                    "UPDATE items SET text = NULL, ok = false WHERE id % 3 = 0; UPDATE items SET id = -id WHERE id > 900;"
                            + " DELETE FROM items WHERE id % 7 = 0; INSERT INTO items VALUES (0, E'two\nlines')");
            job.awaitUndisturbed();
            assertThat(target.rows(rows)).isEqualTo(source.rows(rows));
        }
        source.run("DELETE FROM items WHERE id % 5 = 0");

        // then
        try (RunningJob job = start("items", Map.of())) {
            job.awaitUndisturbed();
            assertThat(target.rows(rows)).isEqualTo(source.rows(rows));
            assertThat(job.job().status().capture()).isEqualTo("test_decoding");
        }
        assertThat(source.rows("SELECT slot_name FROM pg_replication_slots")).containsExactly("adbpg_sync_" + name);
    }

    @Test
    void whatAServerLacksByDefaultIsMendedByWhatIsPrinted() throws Exception {
        try (RestartableServer server = RestartableServer.start("9.6", Map.of("wal_level", ""))) {
            // given
            TestDatabase plain = server.database("source");
            plain.run("CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items VALUES (1)");
            target.run("CREATE TABLE items (id int PRIMARY KEY)");
            Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
            Map<String, String> settings = RunningJob.settings(name, plain, target);
            settings.put("sync.initial-load", "copy");

            // when
            List<Finding> found;
            try (Job job = RunningJob.onlyChecked(tables.toString(), settings)) {
                found = job.precheck().run().findings().stream()
                        .filter(finding -> finding.result() == Finding.Result.FAILED)
                        .toList();
            }
            found.forEach(finding -> plain.run(finding.fix().toString()));
            server.stop(StoppableServer.Stop.FAST);
            server.startAgain();

            // then
            assertThat(found)
                    .extracting(finding -> (finding.refusal() == null
                                    ? finding.found().toString()
                                    : finding.refusal().getMessage())
                            + " → " + finding.fix())
                    .containsExactlyInAnyOrder(
                            "the source has wal_level=minimal, so slot adbpg_sync_" + name + " can't be created: set"
                                    + " wal_level=logical and restart the server → ALTER SYSTEM SET wal_level = 'logical'",
                            "the source has max_replication_slots=0, so slot adbpg_sync_" + name
                                    + " can't be created: set it"
                                    + " to 2 or more, and restart the server → ALTER SYSTEM SET max_replication_slots = 2",
                            "0 of 0 (max_wal_senders) → ALTER SYSTEM SET max_wal_senders = 2");
            try (RunningJob job = RunningJob.start(tables.toString(), plain, target, settings)) {
                job.awaitSameRows("SELECT id FROM items", "SELECT id FROM items");
            }
        }
    }

    /** What pgjdbc says of the JVM's time zone must not reach the text. */
    @Test
    void valuesAreTheSameWhereverTheJobRuns() throws Exception {
        // given
        source.run("CREATE TABLE items (id int PRIMARY KEY, at timestamptz, span interval, f float8, b bytea);"
                + " INSERT INTO items VALUES (1, '2026-11-30 12:00+00', '1 day 2 hours', 0.1, '\\x01ff')");
        target.run("CREATE TABLE items (id int PRIMARY KEY, at text, span text, f text, b text)");
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));

        try (RunningJob job = start("items", Map.of())) {
            // when
            source.run("INSERT INTO items SELECT 2, at, span, f, b FROM items");
            job.awaitUndisturbed();
        } finally {
            TimeZone.setDefault(before);
        }

        // then
        assertThat(target.rows("SELECT DISTINCT at, span, f, b FROM items"))
                .containsExactly("2026-11-30 12:00:00+00|1 day 02:00:00|0.100000000000000006|\\x01ff");
    }

    @Test
    void tableThatIsWrittenAnewIsLoadedAgain() throws Exception {
        // given
        source.run("CREATE TABLE items (id int PRIMARY KEY, n int); INSERT INTO items VALUES (1, 1), (2, 2)");
        target.run("CREATE TABLE items (id int PRIMARY KEY, n int)");

        try (RunningJob job = start("items", Map.of())) {
            // when
            source.run("ALTER TABLE items ALTER n TYPE int USING 10 * n");

            // then
            job.awaitSameRows("SELECT * FROM items ORDER BY id", "SELECT * FROM items ORDER BY id");
            source.run("UPDATE items SET n = n + 1");
            source.run("VACUUM FULL items");
            source.run("DELETE FROM items WHERE id = 1");
            job.awaitUndisturbed();
            assertThat(target.rows("SELECT * FROM items")).containsExactly("2|21");
        }
    }

    @Test
    void updateOfATableWithoutAKeyStopsTheJobUntilTheTableHasOne() throws Exception {
        // given
        source.run("CREATE TABLE items (id int); INSERT INTO items VALUES (1), (2)");
        target.run("CREATE TABLE items (id int)");

        try (RunningJob job = start("items", Map.of())) {
            // when
            source.run("INSERT INTO items VALUES (3)");
            source.run("UPDATE items SET id = 7 WHERE id = 1");

            // then
            assertThat(job.awaitRefusal("no key"))
                    .contains("an update of table public.items, which has no key, came without its whole old row")
                    .contains("REPLICA IDENTITY FULL");

            // when
            source.run("ALTER TABLE items REPLICA IDENTITY FULL");
            job.job().control().reload("public.items");

            // then
            job.awaitSameRows("SELECT * FROM items ORDER BY id", "SELECT * FROM items ORDER BY id");
            source.run("UPDATE items SET id = 8 WHERE id = 2");
            job.awaitSameRows("SELECT * FROM items ORDER BY id", "SELECT * FROM items ORDER BY id");
        }
    }

    @Test
    void slotThatAKilledLoadHasLeftIsDropped() throws Exception {
        // given
        String table = "CREATE TABLE items (id int PRIMARY KEY);";
        source.run(table + " INSERT INTO items VALUES (1)");
        target.run(table);
        source.run("SELECT pg_create_logical_replication_slot('adbpgsync_" + name + "_load', 'test_decoding')");

        // when
        try (RunningJob job = start("items", Map.of())) {
            job.awaitUndisturbed();
        }

        // then
        assertThat(target.rows("SELECT * FROM items")).containsExactly("1");
        assertThat(source.rows("SELECT slot_name FROM pg_replication_slots")).containsExactly("adbpg_sync_" + name);
    }

    @Test
    void rowsThatAreComparedAreEqual() throws Exception {
        // given
        String table = "CREATE TABLE items (id int PRIMARY KEY, text text);";
        source.run(table + " INSERT INTO items SELECT n, n FROM generate_series(1, 100) AS n");
        target.run(table);

        try (RunningJob job = start("items", Map.of())) {
            source.run("UPDATE items SET text = 'x' WHERE id < 10");
            target.run("UPDATE items SET text = 'wrong' WHERE id = 50");

            // then
            assertThat(job.verify("", true))
                    .containsExactly("public.items: 100 rows, different: 1 different; repaired");
            assertThat(job.verify("", false)).containsExactly("public.items: 100 rows, equal");
        }
    }

    /** Otherwise each of many tables would be compared with each row of the catalogue. */
    @Test
    void tablesOfAListAreFoundByTheIndexOfTheirNames() {
        List<String> plan =
                source.rows("EXPLAIN SELECT 1 FROM " + NameList.TABLES.replace(":?names", "'[[\"app\",\"t\"]]'"));

        assertThat(String.join("\n", plan)).contains("relname").doesNotContain("relname)::text");
    }

    /** The plug-in sends texts as the database has them, on this connection. */
    @ParameterizedTest
    @CsvSource({"LATIN1, Größe §", "EUC_CN, 你好", "UTF8, 你好 \uD83D\uDE00"})
    void textsArriveWhateverTheEncodingOfTheDatabase(String encoding, String text) throws Exception {
        // given
        TestDatabase encoded = source.sibling(source.name() + "_" + encoding.toLowerCase(Locale.ROOT));
        source.sibling("postgres")
                .run("CREATE DATABASE " + encoded.name() + " ENCODING '" + encoding
                        + "' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        String table = "CREATE TABLE items (id int PRIMARY KEY, text text);";
        encoded.run(table + "INSERT INTO items VALUES (1, '" + text + "')");
        target.run(table);
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));

        // when
        try (RunningJob job = RunningJob.start(
                tables.toString(), encoded, target, Map.of("sync.job", name, "sync.initial-load", "copy"))) {
            encoded.run("INSERT INTO items VALUES (2, '" + text + " and it''s new')");
            job.awaitUndisturbed();
        } finally {
            encoded.drop();
        }

        // then
        assertThat(target.rows("SELECT text FROM items ORDER BY id")).containsExactly(text, text + " and it's new");
    }
}
