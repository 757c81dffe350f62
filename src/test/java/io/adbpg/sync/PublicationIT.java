package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Accounts;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The publication is brought into line with the settings at each start of the job. */
@ParameterizedClass(name = "by {0}")
@EnumSource(Capture.class)
class PublicationIT {
    @Parameter
    private Capture capture;

    private static final String TABLES = "src/test/resources/scenarios/key-swap/tables.camel.yaml";

    private static final List<String> TABLES_OF_JOB = List.of("kept", "gone", "part");

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();

    private RunningJob start(String operations) throws Exception {
        return RunningJob.start(
                TABLES,
                source,
                target,
                Map.of("sync.job", name, "sync.operations", operations, "source.capture", capture.word()));
    }

    @Test
    void truncateArrivesFromTheStartOnThatAsksForIt() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.seats (id int PRIMARY KEY, holder text)");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.seats (id int PRIMARY KEY, holder text)");
        try (RunningJob job = start("insert,update,delete")) {
            source.run("INSERT INTO app.seats VALUES (1, 'a')");
            source.run("TRUNCATE app.seats");
            job.awaitInStep();
        }
        assertThat(target.rows("SELECT id FROM ods.seats")).containsExactly("1");

        // when
        try (RunningJob job = start("insert,update,delete,truncate")) {
            source.run("TRUNCATE app.seats");
            source.run("INSERT INTO app.seats VALUES (2, 'b')");
            job.awaitInStep();
        }

        // then
        assertThat(target.rows("SELECT id FROM ods.seats")).containsExactly("2");
    }

    @Test
    void schemaWithoutAnyTableLeftIsNoReasonToFail(@TempDir Path folder) throws Exception {
        // given
        Path tables = Files.writeString(
                folder.resolve("tables.camel.yaml"),
                """
                - templatedRoute:
                    routeId: app
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: "app.*" }
                      - { name: target, value: "ods.*" }
                """);
        Map<String, String> settings = Map.of("sync.job", name, "source.capture", capture.word());
        source.run("CREATE SCHEMA app; CREATE TABLE app.seats (id int PRIMARY KEY); CREATE TABLE public.kept (id int)");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.seats (id int PRIMARY KEY)");
        RunningJob.start(tables.toString(), source, target, settings).close();

        // when
        source.run("ALTER TABLE app.seats SET SCHEMA public");
        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings)) {
            job.awaitInStep();
        }

        // then
        assertThat(source.rows("SELECT tablename FROM pg_publication_tables WHERE pubname = 'adbpg_sync_" + name + "'"))
                .isEmpty();
    }

    @Test
    void tablesAreLoadedAgainWhosePublicationSomebodyAlteredWhileTheJobRan(@TempDir Path folder) throws Exception {
        // given
        String tables = createTables(folder);
        try (RunningJob job = RunningJob.start(tables, source, target, settings("copy"))) {
            String publication = job.slot();

            // when
            source.run("ALTER PUBLICATION " + publication + " SET TABLE app.kept, app.part WHERE (id < 0)");
            change();
            source.run("ALTER PUBLICATION " + publication + " SET TABLE app.gone, app.kept, app.part (id)");

            // then
            awaitEqual(job);

            // when
            source.run("DROP PUBLICATION " + publication);
            change();
            source.run("DO $$ BEGIN CREATE PUBLICATION " + publication + " FOR TABLE app.gone, app.kept, app.part;"
                    + " EXCEPTION WHEN unique_violation OR duplicate_object THEN NULL; END $$");

            // then
            awaitEqual(job);
            change();
            job.awaitInStep();
            awaitEqual(job);
        }
    }

    @Test
    void tablesAreLoadedAgainWhosePublicationSomebodyAlteredWhileTheJobWasStopped(@TempDir Path folder)
            throws Exception {
        // given
        String tables = createTables(folder);
        String publication = "adbpg_sync_" + name;
        RunningJob.start(tables, source, target, settings("copy")).close();
        String loaded = "SELECT lsn FROM adbpg_sync.tables_" + name + " WHERE source_table = 'app.kept'";
        String first = target.value(loaded);
        // The job itself adds it to the publication.
        source.run("CREATE TABLE app.late (id int PRIMARY KEY)");
        target.run("CREATE TABLE ods.late (id int PRIMARY KEY)");
        List<String> alterations = List.of(
                "ALTER PUBLICATION {p} DROP TABLE app.gone; {change}; ALTER PUBLICATION {p} ADD TABLE app.gone",
                "ALTER PUBLICATION {p} SET (publish = 'insert', publish_via_partition_root = false); {change}",
                "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR ALL TABLES",
                "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR TABLES IN SCHEMA app");

        for (String alteration : alterations) {
            // when
            for (String statement : alteration.replace("{p}", publication).split("; ", -1)) {
                if (statement.equals("{change}")) {
                    change();
                } else {
                    source.run(statement);
                }
            }

            // then
            try (RunningJob job = RunningJob.start(tables, source, target, settings("copy"))) {
                change();
                job.awaitInStep();
                awaitEqual(job);
            }
            boolean concernsOne = alteration.contains(" ADD TABLE ");
            assertThat(target.value(loaded).equals(first)).as(alteration).isEqualTo(concernsOne);
        }
    }

    @Test
    void statementIsNamedIfTheJobMayNotMendIt(@TempDir Path folder) throws Exception {
        // given
        Accounts accounts = Accounts.create(
                "CREATE TABLE app.seats (id int PRIMARY KEY, note text)",
                "CREATE SCHEMA ods; CREATE TABLE ods.seats (id int PRIMARY KEY, note text)");
        Map<String, String> settings = new HashMap<>(accounts.settings());
        settings.put("sync.initial-load", "copy");
        settings.put("source.capture", capture.word());
        String publication = "adbpg_sync_" + accounts.job();
        try (RunningJob job = RunningJob.start(TABLES, accounts.source(), accounts.target(), settings)) {
            // when
            accounts.source().run("ALTER PUBLICATION " + publication + " OWNER TO postgres");
            accounts.source().run("ALTER PUBLICATION " + publication + " SET (publish = 'insert')");
            String statement =
                    "ALTER PUBLICATION \"" + publication + "\" SET (publish = 'insert, update, delete, truncate'";

            // then
            assertThat(job.awaitRefusal("belongs to postgres")).contains(statement);
            accounts.source().run("INSERT INTO app.seats VALUES (1, 'a'), (2, 'b')");
            accounts.source().run("DELETE FROM app.seats WHERE id = 1");

            // when
            accounts.source().run(statement + ")");

            // then
            job.awaitInStep();
            job.awaitSameRows("SELECT id FROM app.seats", "SELECT id FROM ods.seats");
        }
    }

    /** Three tables: a kept one, one that leaves the publication, and a partitioned one. */
    private String createTables(Path folder) throws Exception {
        String columns = "(id int PRIMARY KEY, note text)";
        source.run("CREATE SCHEMA app; CREATE TABLE app.kept " + columns + "; CREATE TABLE app.gone " + columns
                + "; CREATE TABLE app.part " + columns + " PARTITION BY RANGE (id);"
                + " CREATE TABLE app.part_1 PARTITION OF app.part DEFAULT;"
                + " CREATE SEQUENCE app.ids");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.kept " + columns + "; CREATE TABLE ods.gone " + columns
                + "; CREATE TABLE ods.part " + columns);
        change();
        return Files.writeString(
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

    private Map<String, String> settings(String load) {
        return Map.of("sync.job", name, "sync.initial-load", load, "source.capture", capture.word());
    }

    /** A transaction for each table and operation. */
    private void change() {
        String id = source.value("SELECT nextval('app.ids')");
        for (String table : TABLES_OF_JOB) {
            source.run("DELETE FROM app." + table + " WHERE id < " + id + " - 3");
            source.run("UPDATE app." + table + " SET note = '" + id + "'");
            source.run("INSERT INTO app." + table + " VALUES (" + id + ", 'new')");
        }
    }

    private void awaitEqual(RunningJob job) {
        for (String table : TABLES_OF_JOB) {
            String query = "SELECT id, note FROM %s." + table + " ORDER BY id";
            job.awaitSameRows(String.format(query, "app"), String.format(query, "ods"));
        }
    }
}
