package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Backlog;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job is stopped and restarted with the other capture, again and again, while the source is written to. */
class CaptureSwitchIT {
    private static final int SWITCHES = 10;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();

    @Test
    void switchesLoseAndDoubleNothing() throws Exception {
        // given
        long seed = System.nanoTime();
        System.out.println("CaptureSwitchIT runs with seed " + seed);
        Random random = new Random(seed);
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);
        RunningJob job = start(Capture.DEBEZIUM);
        TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
        Backlog backlog = new Backlog(source, target, job.positionTable());
        MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> backlog.bytes() < 16_000_000);

        try {
            // when
            for (int i = 1; i <= SWITCHES; i++) {
                awaitChanges(job, 1 + random.nextInt(10_000));
                job.close();
                job = start(i % 2 == 0 ? Capture.DEBEZIUM : Capture.PGOUTPUT);
            }
            awaitChanges(job, 1);
            traffic.stop();
            job.awaitInStep();
        } finally {
            job.close();
        }

        // then
        System.out.println("CaptureSwitchIT: " + traffic.transactions() + " transactions");
        assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
        for (String query : MixedTraffic.ALL_ROWS) {
            assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
        }
    }

    private RunningJob start(Capture capture) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.TABLE_ROUTES);
        return RunningJob.start(
                tables.toString(), source, target, Map.of("sync.job", name, "source.capture", capture.word()));
    }

    private static void awaitChanges(RunningJob job, int count) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> job.job().metrics().changes() >= count);
    }
}
