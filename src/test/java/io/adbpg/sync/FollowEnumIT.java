package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.operate.StatusReport;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that follows schema changes, where both ends have an enum type and the source's is altered. */
class FollowEnumIT {
    private static final String MOODS = "SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum";
    private static final String ROWS = "SELECT id, mood::text, moods::text FROM %s.orders ORDER BY id";

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run(tables("app") + " INSERT INTO app.orders SELECT n, 'so', '{well}' FROM generate_series(1, 10) AS n");
        target.run(tables("ods"));
    }

    private static String tables(String schema) {
        return "CREATE SCHEMA " + schema + "; CREATE TYPE " + schema + ".mood AS ENUM ('so', 'well'); CREATE TABLE "
                + schema + ".orders (id int PRIMARY KEY, mood " + schema + ".mood, moods " + schema + ".mood[]);";
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start(Map<String, String> more) throws Exception {
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
        Map<String, String> settings = new HashMap<>();
        settings.put("sync.initial-load", "copy");
        settings.put("sync.schema-changes", "follow");
        settings.putAll(more);
        return RunningJob.start(tables.toString(), source, target, settings);
    }

    private void awaitEqual(RunningJob job) {
        job.awaitSameRows(ROWS.formatted("app"), ROWS.formatted("ods"));
    }

    @ParameterizedTest
    @EnumSource(Capture.class)
    void valuesAreAddedInTheirPlacesBeforeRowsHaveThem(Capture capture) throws Exception {
        try (RunningJob job = start(Map.of("source.capture", capture.word(), "sync.on-error", "quarantine"))) {
            // when
            source.run("ALTER TYPE app.mood ADD VALUE 'sick' BEFORE 'so'");
            source.run("ALTER TYPE app.mood ADD VALUE 'it''s fine' AFTER 'so'");
            source.run("INSERT INTO app.orders VALUES (11, 'sick', NULL)");
            source.run("UPDATE app.orders SET moods = '{sick,\"it''s fine\"}' WHERE id = 1");
            awaitEqual(job);
            source.run("ALTER TYPE app.mood ADD VALUE 'splendid'");
            source.run("UPDATE app.orders SET mood = 'splendid' WHERE id < 5");

            // then
            awaitEqual(job);
            assertThat(target.rows(MOODS)).containsExactly("sick so it's fine well splendid");
            assertThat(job.quarantine().size()).isZero();
        }
    }

    @Test
    void valueIsRenamedByLoadingTheTableAgain() throws Exception {
        try (RunningJob job = start(Map.of("source.capture", "pgoutput"))) {
            // when
            source.run("UPDATE app.orders SET mood = 'well' WHERE id = 2");
            source.run("ALTER TYPE app.mood RENAME VALUE 'so' TO 'so so'");
            source.run("UPDATE app.orders SET mood = 'so so' WHERE id = 2");

            // then
            awaitEqual(job);
            assertThat(target.rows(MOODS)).containsExactly("so so so well");
        }
    }

    @Test
    void typeOfAnotherAccountIsTold() throws Exception {
        // given
        String role = "follower_" + target.name();
        target.run("CREATE ROLE " + role + " LOGIN; GRANT CREATE, TEMPORARY ON DATABASE " + target.name() + " TO "
                + role + "; GRANT USAGE, CREATE ON SCHEMA ods TO " + role + "; ALTER TABLE ods.orders OWNER TO "
                + role);

        try (RunningJob job = start(Map.of("source.capture", "pgoutput", "target.user", role))) {
            // when
            source.run("ALTER TYPE app.mood ADD VALUE 'splendid'");
            source.run("INSERT INTO app.orders VALUES (11, 'splendid', NULL)");

            // then
            assertThat(job.awaitRefusal("splendid")).contains("invalid input value for enum");
            StatusReport report = job.context().getRegistry().lookupByNameAndType("report", StatusReport.class);
            // If the row came before the job had looked at the types, the next session does.
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(report.status())
                    .contains(
                            "run ALTER TYPE ods.mood ADD VALUE IF NOT EXISTS 'splendid' AFTER 'well' on the target, which"
                                    + " refuses that to the job: must be owner of type ods.mood"));

            // when
            target.run("ALTER TYPE ods.mood OWNER TO " + role);

            // then
            awaitEqual(job);
        } finally {
            target.run("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
        }
    }
}
