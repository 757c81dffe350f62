package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Accounts;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** What others do to the job's publication is put right, and what the source left out meanwhile arrives all the same. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class PublicationAlteredIT {
    @Parameter
    private Capture capture;

    private static final String SEATS = "src/test/resources/scenarios/key-swap/tables.camel.yaml";
    private static final List<String> TABLES_OF_JOB = List.of("kept", "gone", "part");

    /** What others do to the publication {@code {p}}, with changes at {@code {change}} that the source leaves out. */
    private static final List<String> ALTERATIONS = List.of(
            "ALTER PUBLICATION {p} DROP TABLE app.gone; {change}; ALTER PUBLICATION {p} ADD TABLE app.gone",
            "ALTER PUBLICATION {p} SET TABLE app.kept, app.part WHERE (id < 0); {change};"
                    + " ALTER PUBLICATION {p} SET TABLE app.gone, app.kept, app.part (id)",
            "ALTER PUBLICATION {p} SET (publish = 'insert', publish_via_partition_root = false); {change}",
            "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR TABLE app.gone, app.kept, app.part",
            "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR ALL TABLES",
            "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR TABLES IN SCHEMA app");

    /** What only PostgreSQL 19 knows. */
    private static final List<String> ALTERATIONS_FROM_19 = List.of(
            "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR ALL TABLES EXCEPT (TABLE app.gone, app.part)",
            "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR ALL SEQUENCES",
            "DROP PUBLICATION {p}; {change}; CREATE PUBLICATION {p} FOR ALL TABLES EXCEPT (TABLE app.kept), ALL SEQUENCES");

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();

    @Test
    void publicationThatIsThereBeforeTheFirstStartIsBroughtIntoLine(@TempDir Path folder) throws Exception {
        // given
        String tables = createTables(folder);
        source.run("CREATE PUBLICATION adbpg_sync_" + name
                + " FOR TABLE app.kept WITH (publish = 'insert', publish_via_partition_root = false)");

        // when
        try (RunningJob job = RunningJob.start(tables, source, target, settings("copy"))) {
            change();
            job.awaitInStep();

            // then
            awaitEqual(job);
        }
    }

    @Test
    void tablesAreLoadedAgainWhosePublicationSomebodyAlteredWhileTheJobRan(@TempDir Path folder) throws Exception {
        // given
        String tables = createTables(folder);
        try (RunningJob job = RunningJob.start(tables, source, target, settings("copy"))) {
            for (String alteration : alterations()) {
                // when
                alter(alteration);

                // then
                awaitEqual(job);
                change();
                job.awaitInStep();
                awaitEqual(job);
            }
        }
    }

    @Test
    void tablesAreLoadedAgainWhosePublicationSomebodyAlteredWhileTheJobWasStopped(@TempDir Path folder)
            throws Exception {
        // given
        String tables = createTables(folder);
        RunningJob.start(tables, source, target, settings("copy")).close();
        String loaded = "SELECT lsn FROM adbpg_sync.tables_" + name + " WHERE source_table = 'app.kept'";
        String first = target.value(loaded);
        // The job itself adds it to the publication.
        source.run("CREATE TABLE app.late (id int PRIMARY KEY)");
        target.run("CREATE TABLE ods.late (id int PRIMARY KEY)");

        for (String alteration : alterations()) {
            // when
            alter(alteration);

            // then
            try (RunningJob job = RunningJob.start(tables, source, target, settings("copy"))) {
                change();
                job.awaitInStep();
                awaitEqual(job);
            }
            boolean concernsAll = alteration.startsWith("DROP") || alteration.contains("publish =");
            assertThat(target.value(loaded).equals(first)).as(alteration).isEqualTo(!concernsAll);
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
        try (RunningJob job = RunningJob.start(SEATS, accounts.source(), accounts.target(), settings)) {
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

    @Test
    void historyThatMayMissChangesIsRefused(@TempDir Path folder) throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.log (id int PRIMARY KEY, n int)");
        target.run("CREATE SCHEMA app; CREATE TABLE app.log (id int, n int)");
        String history = MixedTraffic.route("app", "log")
                .replace("  - { name: source", "  - { name: changes, value: every }\n      - { name: source");
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), history);
        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings("none"))) {
            source.run("INSERT INTO app.log VALUES (1, 1)");
            job.awaitInStep();

            // when
            source.run("ALTER PUBLICATION " + job.slot() + " DROP TABLE app.log");

            // then
            assertThat(job.awaitRefusal("can't be loaded again")).contains("app.log (", "reset --reload --yes");
        }
    }

    /** Three tables: a kept one, one that leaves the publication, and a partitioned one. */
    private static List<String> alterations() {
        return ServerPair.shared().isSourceFrom("19")
                ? Stream.concat(ALTERATIONS.stream(), ALTERATIONS_FROM_19.stream())
                        .toList()
                : ALTERATIONS;
    }

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

    /** Runs what others do; a job that runs may have been quicker to put back what was there. */
    private void alter(String alteration) {
        for (String statement : alteration.replace("{p}", "adbpg_sync_" + name).split("; *", -1)) {
            if (statement.equals("{change}")) {
                change();
            } else {
                source.run(
                        "DO $$ BEGIN " + statement
                                + "; EXCEPTION WHEN unique_violation OR duplicate_object OR undefined_object OR internal_error THEN NULL; END $$");
            }
        }
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
