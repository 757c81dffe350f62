package io.adbpg.sync.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * After a power cut both servers, the ways to them and the job come back in any order, and some of them once more: nobody has to
 * do anything, and nothing is lost.
 *
 * <p>{@code -Dboots} says how often for each capture, {@code -Dchaos.seed} in which order.
 */
class BootStormIT {
    private static final String ROWS = "SELECT id FROM app.events ORDER BY id";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest(name = "by {0}")
    @PublishedCaptures
    void everythingComesBackByItselfInAnyOrder(Capture capture) throws Exception {
        System.out.println("BootStormIT by " + capture.word() + " runs with seed " + seed);
        try (RestartableServer sourceServer = RestartableServer.start(Map.of());
                RestartableServer targetServer = RestartableServer.start(Map.of());
                FaultyLink sourceLink =
                        new FaultyLink(sourceServer.database("source").port());
                FaultyLink targetLink =
                        new FaultyLink(targetServer.database("target").port())) {
            TestDatabase source = sourceServer.database("source");
            TestDatabase target = targetServer.database("target");
            String table = "CREATE SCHEMA app; CREATE TABLE app.events (id int PRIMARY KEY)";
            source.run(table);
            target.run(table);
            Map<String, String> settings = Map.of(
                    "source.capture", capture.word(),
                    "sync.initial-load", "copy",
                    "source.port", Integer.toString(sourceLink.port()),
                    "target.port", Integer.toString(targetLink.port()));
            try (JobProcess job =
                    JobProcess.in(folder, MixedTraffic.route("app", "events"), source, target, settings, "-Xmx256m")) {
                job.start();
                job.awaitThat("the job has a position", job::knowsPosition);
                job.awaitInStep();
                List<Machine> machines = List.of(
                        Machine.server(sourceServer, random),
                        Machine.server(targetServer, random),
                        Machine.way(sourceLink, random),
                        Machine.way(targetLink, random),
                        Machine.copy(job, random));
                for (int boot = 1; boot <= Integer.getInteger("boots"); boot++) {
                    // given
                    source.run("INSERT INTO app.events VALUES (" + boot + ")");

                    // when
                    Machine.restart(machines, random);

                    // then
                    source.run("INSERT INTO app.events VALUES (" + -boot + ")");
                    job.awaitInStep();
                    assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
                }
            }
        }
    }
}
