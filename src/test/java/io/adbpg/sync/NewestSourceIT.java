package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.precheck.Finding;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** What only PostgreSQL 18 does as a source, at the time of writing. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class NewestSourceIT {
    private static final ServerPair SERVERS = ServerPair.of("18-16").findFirst().orElseThrow();
    private static final String ITEMS = "TABLE app.items (id int PRIMARY KEY, a int);";
    private static final String VIRTUAL = "ADD COLUMN twice int GENERATED ALWAYS AS (a * 2) VIRTUAL;";
    private static final String STORED = "ADD COLUMN twice int GENERATED ALWAYS AS (a * 2) STORED;";
    private static final String WHY =
            "source table app.items has REPLICA IDENTITY FULL and virtual generated column twice, which PostgreSQL can't"
                    + " publish, so while the table is published it refuses every UPDATE and DELETE: run ALTER TABLE app.items"
                    + " REPLICA IDENTITY DEFAULT on the source, or take the table out of routes/tables.camel.yaml";

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private final TestDatabase source = SERVERS.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private String tables;

    @BeforeEach
    void makeTables() throws IOException {
        source.run("CREATE SCHEMA app; CREATE " + ITEMS + " CREATE TABLE app.others (id int PRIMARY KEY, a int);"
                + " ALTER TABLE app.items REPLICA IDENTITY FULL;"
                + " INSERT INTO app.items VALUES (1, 1), (2, 2); INSERT INTO app.others VALUES (1, 1)");
        target.run("CREATE SCHEMA app; CREATE " + ITEMS + " CREATE TABLE app.others (id int PRIMARY KEY, a int)");
        tables = Files.writeString(
                        folder.resolve("tables.camel.yaml"),
                        """
                        - templatedRoute:
                            routeId: app
                            routeTemplateRef: table
                            parameters:
                              - { name: source, value: "app.*" }
                              - { name: target, value: "app.*" }
                        """)
                .toString();
    }

    @AfterAll
    static void stop() throws IOException {
        SERVERS.close();
    }

    private Map<String, String> settings(Capture capture) {
        Map<String, String> settings = new HashMap<>(RunningJob.settings(name, source, target));
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        settings.put("sync.create-tables", "true");
        return settings;
    }

    private RunningJob start(Capture capture) throws Exception {
        return RunningJob.start(tables, source, target, settings(capture));
    }

    @Test
    void timeLimitOfTransactionsDoesNotReachTheJob() throws Exception {
        // given
        source.run("ALTER DATABASE " + source.name() + " SET transaction_timeout = '1s'");
        Server server = new Server("source", source.host(), source.port(), source.name(), source.user(), "", Tls.NONE);

        // when
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW transaction_timeout")) {

            // then
            shown.next();
            assertThat(shown.getString(1)).isEqualTo("0");
        }
    }

    @Test
    void slotThatWasIdleForTooLongIsToldAsThat() throws Exception {
        // given
        try (RunningJob job = start(Capture.PGOUTPUT)) {
            job.awaitInStep();
        }
        List<String> found;
        try {
            source.run("ALTER SYSTEM SET idle_replication_slot_timeout = '1s'");
            source.run("SELECT pg_reload_conf()");
            await().alias("the slot is invalidated")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        source.run("CHECKPOINT");
                        return source.value(
                                        "SELECT COALESCE(invalidation_reason, '') FROM pg_replication_slots WHERE slot_name = "
                                                + "'adbpg_sync_" + name + "'")
                                .equals("idle_timeout");
                    });
            try (Job other = RunningJob.onlyChecked(tables, settings(Capture.PGOUTPUT))) {
                found = other.precheck().run().findings().stream()
                        .filter(finding -> finding.check().equals("slot timeout"))
                        .map(finding -> finding.found().toString())
                        .toList();
            }
        } finally {
            source.run("ALTER SYSTEM RESET idle_replication_slot_timeout");
            source.run("SELECT pg_reload_conf()");
        }

        // when
        try (RunningJob job = RunningJob.launch(tables, source, target, settings(Capture.PGOUTPUT))) {
            // then
            assertThat(job.awaitRefusal())
                    .contains(
                            "the source has invalidated the slot, which nobody had read for longer than its"
                                    + " idle_replication_slot_timeout",
                            "(nobody has read it since 20",
                            "reset --reload --yes");
        }
        assertThat(found)
                .containsExactly(
                        "idle_replication_slot_timeout=1s: a job that was away for longer has to load its tables again");
    }

    /** The server then sends a Stream Abort, although it was not asked to stream open transactions. */
    @ParameterizedTest
    @PublishedCaptures
    void largeTransactionThatWasRolledBackIsNoReasonToStop(Capture capture) throws Exception {
        // given
        source.run("ALTER DATABASE " + source.name() + " SET logical_decoding_work_mem = '64kB'");
        String rolledBack = "BEGIN; SAVEPOINT s; INSERT INTO app.items VALUES (10, 0); RELEASE SAVEPOINT s;"
                + " INSERT INTO app.items SELECT n, 0 FROM generate_series(1000, 5000) AS n; ROLLBACK;";

        // when
        try (RunningJob job = start(capture)) {
            source.run(rolledBack);
            source.run("INSERT INTO app.items VALUES (3, 3)");
            job.awaitUndisturbed();
        }
        source.run(rolledBack);
        source.run("INSERT INTO app.items VALUES (4, 4)");
        source.run(rolledBack);
        assertThat(source.rows("SELECT count(*) FROM pg_logical_slot_peek_binary_changes('adbpg_sync_" + name
                        + "', NULL, NULL, 'proto_version', '1', 'publication_names', 'adbpg_sync_" + name
                        + "') WHERE chr(get_byte(data, 0)) = 'A'"))
                .containsExactly("2");
        try (RunningJob job = start(capture)) {
            source.run("INSERT INTO app.items VALUES (5, 5)");
            job.awaitUndisturbed();
        }

        // then
        assertThat(target.rows("SELECT id FROM app.items ORDER BY id")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void tableThatWouldRefuseUpdatesIsNamedBeforeItIsPublished() throws Exception {
        // given
        source.run("ALTER TABLE app.items " + VIRTUAL);

        // when
        List<String> findings;
        try (Job job = RunningJob.onlyChecked(tables, settings(Capture.PGOUTPUT))) {
            findings = job.precheck().run().findings().stream()
                    .filter(finding -> finding.refusal() != null)
                    .map(finding -> finding.refusal().getMessage())
                    .toList();
        }
        String reason;
        try (RunningJob job = RunningJob.launch(tables, source, target, settings(Capture.PGOUTPUT))) {
            reason = job.awaitRefusal();
        }

        // then
        assertThat(findings).containsExactly(WHY);
        assertThat(reason).isEqualTo(WHY);
        assertThat(source.rows("SELECT 1 FROM pg_publication")).isEmpty();
    }

    /** The stream would bring an empty key for a row that is NULL there. */
    @Test
    void replicaIdentityThatMayBeNullIsRefusedUntilThatIsSure() throws Exception {
        // given
        source.run("ALTER TABLE app.items REPLICA IDENTITY DEFAULT; INSERT INTO app.items VALUES (3)");
        String validate = "ALTER TABLE app.items VALIDATE CONSTRAINT \"A given\"";
        Map<String, String> settings = settings(Capture.PGOUTPUT);
        settings.put("sync.schema-changes", "follow");
        try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
            job.awaitInStep();

            // when
            source.run("CREATE UNIQUE INDEX items_a ON app.items (a);"
                    + " ALTER TABLE app.items ADD CONSTRAINT \"A given\" NOT NULL a NOT VALID;"
                    + " ALTER TABLE app.items REPLICA IDENTITY USING INDEX items_a");
            source.run("DELETE FROM app.items WHERE a IS NULL; INSERT INTO app.items VALUES (4, 4)");
            String reason = job.awaitRefusal("NOT VALID");
            source.run(validate);
            job.awaitInStep();
            job.awaitSameRows("SELECT id, a FROM app.items ORDER BY id", "SELECT id, a FROM app.items ORDER BY id");

            // then
            assertThat(reason)
                    .startsWith(
                            "the replica identity of source table app.items contains column a, whose constraint NOT NULL is"
                                    + " NOT VALID: rows with NULL there could not be told apart; run " + validate
                                    + " on the source");
        }
    }

    /** PostgreSQL lets no partition have such a constraint NOT VALID below a root where it is valid. */
    @Test
    void partitionsAreRefusedWithTheirRootUntilItsIdentityIsSure() throws Exception {
        // given
        source.run("CREATE TABLE app.parts (a int, b int NOT NULL) PARTITION BY LIST (b);"
                + " CREATE TABLE app.parts1 PARTITION OF app.parts FOR VALUES IN (1);"
                + " CREATE TABLE app.parts2 (a int, b int NOT NULL);"
                + " ALTER TABLE app.parts2 ADD CONSTRAINT other NOT NULL a NOT VALID;"
                + " INSERT INTO app.parts VALUES (NULL, 1), (1, 1), (2, 1);"
                + " ALTER TABLE app.parts ADD CONSTRAINT a_given NOT NULL a NOT VALID;"
                + " ALTER TABLE app.parts ATTACH PARTITION app.parts2 FOR VALUES IN (2);"
                + " INSERT INTO app.parts VALUES (1, 2), (2, 2);"
                + " CREATE UNIQUE INDEX parts_key ON app.parts (a, b);"
                + " ALTER TABLE app.parts REPLICA IDENTITY USING INDEX parts_key;"
                + " ALTER TABLE app.parts1 REPLICA IDENTITY USING INDEX parts1_a_b_idx;"
                + " ALTER TABLE app.parts2 REPLICA IDENTITY USING INDEX parts2_a_b_idx");
        String validate = "ALTER TABLE app.parts VALIDATE CONSTRAINT a_given";
        String reason;
        try (RunningJob job = RunningJob.launch(tables, source, target, settings(Capture.PGOUTPUT))) {
            reason = job.awaitRefusal();
        }

        // when
        source.run("DELETE FROM app.parts WHERE a IS NULL; " + validate);
        try (RunningJob job = start(Capture.PGOUTPUT)) {
            job.awaitInStep();
            source.run("UPDATE app.parts SET a = 3 WHERE a = 1; DELETE FROM app.parts WHERE a = 2");

            // then
            assertThat(reason).contains("app.parts contains column a", "run " + validate + " on the source");
            job.awaitSameRows("SELECT a, b FROM app.parts ORDER BY b", "SELECT a, b FROM app.parts ORDER BY b");
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void partitionWhoseOwnIdentityMayBeNullStillSaysTheKeyOfTheRoot(Capture capture) throws Exception {
        // given
        source.run("CREATE TABLE app.parts (id int PRIMARY KEY, x int) PARTITION BY LIST (id);"
                + " CREATE TABLE app.parts1 PARTITION OF app.parts DEFAULT;"
                + " INSERT INTO app.parts VALUES (1, NULL), (2, 2), (3, NULL), (4, 4);"
                + " ALTER TABLE app.parts1 ADD CONSTRAINT x_given NOT NULL x NOT VALID;"
                + " CREATE UNIQUE INDEX parts1_key ON app.parts1 (x, id);"
                + " ALTER TABLE app.parts1 REPLICA IDENTITY USING INDEX parts1_key");
        String rows = "SELECT id, x FROM app.parts ORDER BY id";
        try (RunningJob job = start(capture)) {
            job.awaitInStep();

            // when
            source.run("DELETE FROM app.parts WHERE id = 1; UPDATE app.parts SET x = 5 WHERE id = 3;"
                    + " UPDATE app.parts SET id = 9 WHERE id = 2; UPDATE app.parts SET x = 6 WHERE id = 4");

            // then
            job.awaitUndisturbed();
            job.awaitSameRows(rows, rows);
        }
    }

    @Test
    void tableThatWouldThenRefuseUpdatesIsNotAdvisedToHaveFullIdentity() throws Exception {
        // given
        source.run(
                "DROP TABLE app.items, app.others; CREATE TABLE app.items (a int); ALTER TABLE app.items " + VIRTUAL
                        + " CREATE TABLE app.others (id int PRIMARY KEY, body text, a int); ALTER TABLE app.others "
                        + VIRTUAL
                        + " CREATE TABLE app.keyed (id int PRIMARY KEY, a int) PARTITION BY LIST (id); ALTER TABLE app.keyed "
                        + VIRTUAL
                        + " CREATE TABLE app.keyed1 PARTITION OF app.keyed DEFAULT; ALTER TABLE app.keyed1 REPLICA IDENTITY NOTHING;"
                        + " CREATE TABLE app.keyless (id int, a int) PARTITION BY LIST (id); ALTER TABLE app.keyless "
                        + VIRTUAL
                        + " CREATE TABLE app.keyless1 PARTITION OF app.keyless DEFAULT; ALTER TABLE app.keyless REPLICA IDENTITY FULL");
        target.run("DROP TABLE app.items, app.others");
        String one =
                """
                - templatedRoute:
                    routeId: others
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: app.others }
                      - { name: target, value: app.others }
                      - { name: columns, value: "id" }
                      - { name: where, value: "body > 'a'" }
                """;
        Files.writeString(Path.of(tables), one, StandardOpenOption.APPEND);

        // when
        List<Finding> findings;
        try (Job job = RunningJob.onlyChecked(tables, settings(Capture.PGOUTPUT))) {
            findings = job.precheck().run().findings();
        }

        // then
        assertThat(findings)
                .extracting(finding -> finding.fix().toString())
                .noneMatch(fix -> fix.startsWith("ALTER TABLE") && fix.contains("FULL"));
        String why = "PostgreSQL can't publish virtual generated column twice";
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("generated columns"))
                .extracting(finding -> finding.found().toString())
                .contains(
                        "app.items is created without twice, which app.items generates and PostgreSQL does not publish: to"
                                + " have it there, add it as a generated column, or compute it in `columns`")
                .noneMatch(found -> found.startsWith("app.others"));
        assertThat(findings)
                .filteredOn(finding ->
                        (finding.found().toString() + finding.needed().toString() + finding.fix()).contains(why))
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder("app.items", "app.keyed", "app.keyless");
    }

    @Test
    void tableThatRefusesUpdatesLeavesThePublicationUntilThatIsMended() throws Exception {
        try (RunningJob job = start(Capture.PGOUTPUT)) {
            // when
            source.run("ALTER TABLE app.items " + VIRTUAL + " CREATE TABLE app.later (LIKE app.items INCLUDING ALL);"
                    + " ALTER TABLE app.later REPLICA IDENTITY FULL; INSERT INTO app.later VALUES (1, 1)");
            awaitUpdatable("app.items");

            // then
            awaitTable(job, "app.items", TableStatus.State.WAITING);
            awaitTable(job, "app.later", TableStatus.State.WAITING);
            assertThat(waitingFor(job, "app.items")).isEqualTo(WHY);
            assertThat(waitingFor(job, "app.later")).isEqualTo(WHY.replace("app.items", "app.later"));
            awaitUpdatable("app.later");
            source.run("INSERT INTO app.others VALUES (2, 2)");
            job.awaitInStep();
            assertThat(target.rows("SELECT id FROM app.others ORDER BY id")).containsExactly("1", "2");

            // when
            source.run("ALTER TABLE app.items REPLICA IDENTITY DEFAULT; ALTER TABLE app.later DROP COLUMN twice");
            awaitTable(job, "app.items", TableStatus.State.SYNCING);
            awaitTable(job, "app.later", TableStatus.State.SYNCING);

            // then
            source.run("UPDATE app.items SET a = 9 WHERE id = 2; DELETE FROM app.later");
            job.awaitUndisturbed();
            job.awaitSameRows("SELECT id, a FROM app.items ORDER BY id", "SELECT id, a FROM app.items ORDER BY id");
            job.awaitSameRows("SELECT id, a FROM app.later", "SELECT id, a FROM app.later");
        }
    }

    /** The source computes the values anew, and no stream tells of that. */
    @ParameterizedTest
    @PublishedCaptures
    void valuesOfAnotherExpressionAreLoadedAgain(Capture capture) throws Exception {
        // given
        source.run("ALTER TABLE app.items " + STORED);
        target.run("DROP TABLE app.items");
        String rows = "SELECT * FROM app.items ORDER BY id";
        try (RunningJob job = start(capture)) {
            job.awaitSameRows(rows, rows);

            // when
            source.run("ALTER TABLE app.items ALTER COLUMN twice SET EXPRESSION AS (a * 20)");
            job.awaitSameRows(rows, rows);
        }
        source.run("ALTER TABLE app.items ALTER COLUMN twice SET EXPRESSION AS (a * 200)");

        // then
        try (RunningJob job = start(capture)) {
            job.awaitSameRows(rows, rows);
        }
    }

    /** The job puts the option back, and loads again what the stream brought without the columns. */
    @ParameterizedTest
    @PublishedCaptures
    void columnsThatSomebodyTookOutOfThePublicationArriveAllTheSame(Capture capture) throws Exception {
        // given
        source.run("ALTER TABLE app.items " + STORED + " ALTER TABLE app.others " + STORED);
        target.run("DROP TABLE app.items");
        String without = "ALTER PUBLICATION adbpg_sync_" + name + " SET (publish_generated_columns = none);";
        start(capture).close();

        // when
        source.run(without + " INSERT INTO app.items VALUES (3, 3); UPDATE app.others SET a = 5");
        try (RunningJob job = start(capture)) {
            job.awaitSameRows("SELECT * FROM app.items ORDER BY id", "SELECT * FROM app.items ORDER BY id");
            job.awaitState(JobState.SYNCING);
            source.run(without);
            assertThatThrownBy(() -> source.run("UPDATE app.items SET a = 7")).hasMessageContaining("cannot update");
            awaitUpdatable("app.items");
            job.awaitSameRows("SELECT * FROM app.items ORDER BY id", "SELECT * FROM app.items ORDER BY id");
            job.awaitSameRows("SELECT id, a FROM app.others", "SELECT id, a FROM app.others");
        }
    }

    private void awaitUpdatable(String table) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            try {
                source.run("UPDATE " + table + " SET a = a + 1 WHERE id = 1");
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        });
    }

    private static void awaitTable(RunningJob job, String table, TableStatus.State state) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> status(job, table) != null && status(job, table).state() == state);
    }

    private static TableStatus status(RunningJob job, String table) {
        return job.job().status().tables().entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(table))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static String waitingFor(RunningJob job, String table) {
        return status(job, table).reason();
    }
}
