package io.adbpg.sync;

import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.support.Alterations;
import io.adbpg.sync.support.Alterations.Alteration;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import io.adbpg.sync.support.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The alterations of {@code src/test/resources/followed} in random order, while somebody writes, with a job that follows them: nobody
 * touches the target. {@code -Dfollow.seed} repeats an order.
 */
@ParameterizedClass(name = "by {0}")
@MethodSource("runs")
class FollowIT {
    private static final int KILLS = 3;
    private static final int ALTERED_BEFORE_A_KILL = 3;

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private static final boolean HAS_OLD =
            OS.LINUX.isCurrentOs() && System.getProperty("os.arch").equals("amd64");

    /** A source from before publications, which {@code test_decoding} is for; where its binaries run. */
    private static final ServerPair OLD = ServerPair.of("9.6-18").findFirst().orElseThrow();

    private final long seed = Long.getLong("follow.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private TestDatabase source;
    private TestDatabase target;
    private Alterations alterations;

    static Stream<Capture> runs() {
        return Stream.generate(() -> Arrays.stream(Capture.values()))
                .limit(Integer.getInteger("follows", 1))
                .flatMap(captures -> captures);
    }

    @AfterAll
    static void stopServer() throws Exception {
        OLD.close();
    }

    @BeforeEach
    void makeTables() throws Exception {
        System.out.println("FollowIT by " + capture.word() + " runs with seed " + seed);
        source = capture == Capture.TEST_DECODING && HAS_OLD ? OLD.newSource() : TestServers.newSource();
        target = TestServers.newTarget();
        alterations = new Alterations(source, target, random);
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("sync.job", RunningJob.newName());
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        settings.put("sync.schema-changes", "follow");
        return settings;
    }

    /** Some while the job runs, some while it is stopped. */
    @Test
    void tablesAreEqualWhateverWasAltered() throws Exception {
        // given
        Map<String, String> settings = settings();
        String tables = Files.writeString(folder.resolve("tables.camel.yaml"), Alterations.ENTRY)
                .toString();
        RunningJob job = RunningJob.start(tables, source, target, settings);
        Writer writer = writer();

        // when
        try {
            Iterator<Alteration> left = alterations.all().iterator();
            while (left.hasNext()) {
                make(left, 3 + random.nextInt(6));
                job.awaitInStep();
                job.close();
                make(left, 3 + random.nextInt(6));
                job = RunningJob.launch(tables, source, target, settings);
            }
            writer.stop();
            alterations.touchAll();
            job.awaitInStep();

            // then
            RunningJob last = job;
            await().alias("all tables are in step")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> last.job().status().tables().values().stream()
                            .allMatch(table -> table.state() == TableStatus.State.SYNCING));
            awaitEqual();
        } finally {
            job.close();
        }
    }

    @Test
    void tablesAreEqualIfTheJobIsKilledMeanwhile() throws Exception {
        // given
        try (JobProcess job = JobProcess.in(folder, Alterations.ENTRY, source, target, settings())) {
            job.start();
            // Before, the job does not know what they were.
            job.awaitThat("all tables are loaded", () -> isSynced(job));
            Writer writer = writer();

            // when
            Iterator<Alteration> left = alterations.all().iterator();
            for (int kill = 0; kill < KILLS; kill++) {
                make(left, ALTERED_BEFORE_A_KILL);
                job.run(Duration.ofMillis(random.nextInt(1500)));
                job.kill();
                make(left, 1);
                job.start();
            }
            writer.stop();
            alterations.touchAll();
            job.awaitInStep();

            // then
            awaitEqual();
        }
    }

    private boolean isSynced(JobProcess job) {
        return job.knowsPosition()
                && target.look("SELECT count(*) FROM " + job.tablesTable() + " WHERE phase = 'SYNCED'")
                        .equals(Integer.toString(alterations.all().size()));
    }

    private Writer writer() {
        Random turns = new Random(seed);
        return new Writer(
                source, new Random(seed), () -> true, (connection, statement) -> alterations.write(statement, turns));
    }

    private void make(Iterator<Alteration> left, int count) {
        for (int i = 0; i < count && left.hasNext(); i++) {
            alterations.make(left.next());
        }
    }

    /** Tables that were created, or created again, are noticed after some seconds, and then loaded. */
    private void awaitEqual() {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> alterations.assertEqual());
    }
}
