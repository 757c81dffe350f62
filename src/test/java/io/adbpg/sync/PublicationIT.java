package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** The publication is brought into line with the settings at each start of the job. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class PublicationIT {
    @Parameter
    private Capture capture;

    private static final String TABLES = "src/test/resources/scenarios/key-swap/tables.camel.yaml";

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
}
