package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.SilentPort;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands reach the running job by HTTP, on whatever ports it is configured. */
class CommandsIT {
    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items VALUES (1), (2), (3)");
        target.run("CREATE TABLE items (id int PRIMARY KEY)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    @Test
    void rowThatIsMissingIsNamedAndComesByAnotherLoad() throws Exception {
        // given
        Map<String, String> settings = Map.of("source.capture", "pgoutput", "sync.initial-load", "copy");
        try (JobProcess job = JobProcess.in(folder, MixedTraffic.route("items"), source, target, settings)) {
            job.start();
            job.awaitThat(
                    "the table is loaded",
                    () -> target.rows("SELECT id FROM items").size() == 3);
            job.awaitInStep();
            Program program = new Program(folder);
            Program.Result before = program.run(List.of("verify"));

            // when
            target.run("DELETE FROM items WHERE id = 2");
            Program.Result damaged = program.run(List.of("verify", "public.items"));
            Program.Result reload = program.run(List.of("reload", "public.items"));

            // then
            assertThat(before.out()).isEqualTo("public.items: 3 rows, equal\n");
            assertThat(before.exitStatus()).isZero();
            assertThat(damaged.out())
                    .isEqualTo(
                            """
                    public.items: 3 rows, different: 1 missing
                      missing id=2
                    """);
            assertThat(damaged.exitStatus()).isEqualTo(1);
            assertThat(reload.exitStatus()).as(reload.err()).isZero();
            assertThat(reload.out()).isEqualTo("table public.items is being loaded again\n");
            job.awaitThat(
                    "the row is there",
                    () -> target.rows("SELECT id FROM items").size() == 3);
        }
    }

    @Test
    void jobIsFoundWhateverPortTheSystemHasChosen() throws Exception {
        // given
        Map<String, String> settings =
                Map.of("source.capture", "pgoutput", "camel.management.enabled", "true", "camel.management.port", "0");
        Path file = folder.resolve("running.properties");
        try (JobProcess job = JobProcess.in(folder, MixedTraffic.route("items"), source, target, settings)) {
            job.start();
            job.awaitThat("the job syncs", () -> job.output().contains(": syncing") && Files.exists(file));
            Program program = new Program(folder);

            // when
            JsonObject status = (JsonObject)
                    Jsoner.deserialize(program.run(List.of("status", "--json")).out());
            JsonObject listens = (JsonObject) status.get("listens");
            HttpResponse<String> health = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(listens.getString("management") + "/observe/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            int live = isLive(listens.getString("management"));
            job.kill();
            int dead = isLive(listens.getString("management"));
            Program.Result killed = program.run(List.of("status"));
            boolean isLeft = Files.exists(file);
            job.start();
            job.awaitThat(
                    "the job is found again",
                    () -> program.run(List.of("status")).exitStatus() == 0);
            job.terminate();

            // then
            assertThat(status).containsEntry("job", job.name());
            assertThat(job.output())
                    .contains(
                            "commands and status page at " + listens.getString("commands"),
                            "health and metrics at " + listens.getString("management"));
            assertThat(listens.getString("management")).isNotEqualTo(listens.getString("commands"));
            assertThat(health.body()).contains("\"status\"");
            assertThat(live).as("the health check of the image").isZero();
            assertThat(dead).as("the health check of the image").isEqualTo(1);
            assertThat(isLeft).isTrue();
            assertThat(killed.exitStatus()).isEqualTo(1);
            assertThat(killed.err())
                    .isEqualTo("adbpg-sync: no job runs in " + folder.toRealPath()
                            + ": start it there, or run the command where it runs\n");
            assertThat(file).doesNotExist();
        }
    }

    private static int isLive(String management) throws Exception {
        ProcessBuilder check = new ProcessBuilder("src/image/bin/is-live");
        check.environment()
                .put(
                        "CAMEL_MANAGEMENT_PORT",
                        Integer.toString(URI.create(management).getPort()));
        return check.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void nobodyAnswersWhereNoJobRuns() throws Exception {
        // given
        try (SilentPort nobody = new SilentPort()) {
            String port = Integer.toString(nobody.number());
            JobProcess.in(folder, MixedTraffic.route("items"), source, target, Map.of("camel.server.port", port))
                    .close();

            // when
            Program.Result result = new Program(folder).run(List.of("verify"));

            // then
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualTo("adbpg-sync: no job answers at http://127.0.0.1:" + port
                            + " (camel.server.host, camel.server.port): start it, or correct application.properties\n");
        }
    }
}
