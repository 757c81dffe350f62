package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RouteFolder;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job in a folder that is laid out as in a pod: shipped routes from the image, tables from a ConfigMap, passwords from a Secret. */
class MountedJobIT {
    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @Test
    void editedConfigMapIsTakenOverAndABadOneIsNot() throws Exception {
        // given
        for (TestDatabase database : new TestDatabase[] {source, target}) {
            database.run("CREATE TABLE items (id int PRIMARY KEY); CREATE TABLE more (id int PRIMARY KEY)");
        }
        Path image = Files.createDirectory(folder.resolve("image"));
        Path pod = Files.createDirectory(folder.resolve("pod"));
        String pattern = "file:" + image + "/*.camel.yaml,file:routes/*.camel.yaml";
        Map<String, String> settings =
                Map.of("source.capture", "pgoutput", "camel.main.routes-include-pattern", pattern);
        String items = MixedTraffic.route("items");
        try (JobProcess job = JobProcess.in(pod, items, source, target, settings)) {
            Path routes = pod.resolve("routes");
            try (Stream<Path> files = Files.list(routes)) {
                for (Path file : files.filter(file -> !file.endsWith("tables.camel.yaml"))
                        .toList()) {
                    Files.move(file, image.resolve(file.getFileName()));
                }
            }
            RouteFolder mounted = RouteFolder.mounted(routes);
            Path secret = Files.createDirectory(pod.resolve("credentials"));
            Files.writeString(secret.resolve("source.password"), "not asked for");
            RouteFolder.mounted(secret);
            job.start();
            job.awaitThat("the job syncs", () -> job.output().contains(": syncing"));

            // when
            mounted.write(
                    "tables.camel.yaml", items + MixedTraffic.route("more").replace("routeTemplateRef", "ref"));

            // then
            job.awaitThat("the bad one is told", () -> job.output()
                    .contains("the route files can't be taken over, and the job goes on as before"));
            source.run("INSERT INTO items VALUES (1)");
            job.awaitInStep();

            // when
            mounted.write("tables.camel.yaml", items + MixedTraffic.route("more"));

            // then
            job.awaitThat("the good one is taken over", () -> job.output().contains("the route files were taken over"));
            source.run("INSERT INTO more VALUES (2)");
            job.awaitThat("the new table is there", () -> !target.rows("SELECT id FROM more")
                    .isEmpty());
            assertThat(target.rows("SELECT id FROM items")).isEqualTo(source.rows("SELECT id FROM items"));
        } finally {
            source.drop();
            target.drop();
        }
    }
}
