package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Polling;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Either end is lost while the source is written to: the job reports it, waits, and goes on by itself. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class OutageIT {
    @Parameter
    private Capture capture;

    private static final String ROWS = "SELECT id, version, note FROM app.events ORDER BY id";
    private static final String TABLES = MixedTraffic.route("app", "events");

    @TempDir
    private Path folder;

    private RestartableServer sourceServer;
    private RestartableServer targetServer;
    private TestDatabase source;
    private TestDatabase target;
    private Writer writer;

    @BeforeEach
    void startServers() throws IOException {
        sourceServer = RestartableServer.start(Map.of());
        targetServer = RestartableServer.start(Map.of());
        source = sourceServer.database("source");
        target = targetServer.database("target");
        String table = "CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY, version int, note text)";
        source.run(table);
        target.run(table);
        writer = new Writer(source);
    }

    @AfterEach
    void stopServers() throws IOException {
        writer.close();
        sourceServer.close();
        targetServer.close();
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void targetIsAwaited(Stop how) throws Exception {
        try (RunningJob job = startJob()) {
            // given
            awaitTransactions(50);

            // when
            targetServer.stop(how);
            awaitWaitingFor(job, "target 127.0.0.1:" + target.port() + "/postgres");
            awaitTransactions(50);
            targetServer.startAgain();

            // then
            job.awaitState(JobState.SYNCING);
            assertInStep(job);
        }
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void sourceIsAwaited(Stop how) throws Exception {
        try (RunningJob job = startJob()) {
            // given
            awaitTransactions(50);

            // when
            sourceServer.stop(how);
            awaitWaitingFor(job, "source 127.0.0.1:" + source.port() + "/postgres");
            sourceServer.startAgain();
            awaitTransactions(50);

            // then
            job.awaitState(JobState.SYNCING);
            assertInStep(job);
        }
    }

    /** As after a power cut, from which the machines come back in any order. */
    @Test
    void jobThatHasRunWaitsForServersThatAreNotThereYet() throws Exception {
        // given
        Map<String, String> sameJob = Map.of("source.capture", capture.word(), "sync.job", RunningJob.newName());
        String tables =
                Files.writeString(folder.resolve("tables.camel.yaml"), TABLES).toString();
        try (RunningJob job = RunningJob.start(tables, source, target, sameJob)) {
            job.awaitInStep();
        }
        source.run("INSERT INTO app.events VALUES (-1, 1, '')");
        targetServer.stop(Stop.FAST);

        // when
        try (RunningJob job = RunningJob.launch(tables, source, target, sameJob)) {
            awaitWaitingFor(job, "target 127.0.0.1:" + target.port() + "/postgres");
            sourceServer.stop(Stop.FAST);
            targetServer.startAgain();
            awaitWaitingFor(job, "source 127.0.0.1:" + source.port() + "/postgres");
            sourceServer.startAgain();

            // then
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();
            assertThat(target.rows(ROWS)).hasSize(1).isEqualTo(source.rows(ROWS));
        }
        sourceServer.stop(Stop.FAST);
        targetServer.stop(Stop.FAST);
        try (RunningJob job = RunningJob.launch(tables, source, target, sameJob)) {
            job.awaitState(JobState.WAITING);
            targetServer.startAgain();
            sourceServer.startAgain();
            job.awaitState(JobState.SYNCING);
        }
    }

    @Test
    void endedBackendsAreReplaced() throws Exception {
        try (RunningJob job = startJob()) {
            for (int i = 0; i < 5; i++) {
                // given
                awaitTransactions(20);

                // when
                endBackends(source);
                awaitTransactions(20);
                endBackends(target);
            }

            // then
            assertInStep(job);
        }
    }

    private RunningJob startJob() throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
        RunningJob job = RunningJob.start(tables.toString(), source, target, Map.of("source.capture", capture.word()));
        writer.start();
        return job;
    }

    private void awaitTransactions(int count) {
        long before = writer.transactions();
        limited().until(() -> writer.transactions() >= before + count);
    }

    private static void awaitWaitingFor(RunningJob job, String server) {
        limited().alias("job waits for " + server).untilAsserted(() -> {
            assertThat(job.job().status().view().state()).isEqualTo(JobState.WAITING);
            assertThat(job.job().status().view().reason())
                    .isEqualTo("cannot reach " + server + ": connection refused; check " + server.substring(0, 6)
                            + ".host and " + server.substring(0, 6) + ".port, and that the server runs");
        });
    }

    private void assertInStep(RunningJob job) {
        writer.close();
        job.awaitInStep();
        assertThat(target.rows(ROWS)).isNotEmpty().isEqualTo(source.rows(ROWS));
    }

    private static void endBackends(TestDatabase database) {
        database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name LIKE 'adbpg-sync%' OR backend_type = 'walsender'");
    }

    private static ConditionFactory limited() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Polling.slowing());
    }

    /** Writes to the source whenever it is up. */
    private static final class Writer implements AutoCloseable {
        private static final String TRANSACTION =
                """
                INSERT INTO app.events SELECT n + (SELECT COALESCE(max(id), 0) FROM app.events), 0, 'new'
                  FROM generate_series(1, 3) AS n;
                UPDATE app.events SET version = version + 1, note = 'touched' WHERE id % 7 = 0;
                DELETE FROM app.events WHERE id % 11 = 0
                """;

        private final TestDatabase source;
        private final AtomicLong transactions = new AtomicLong();
        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

        private Writer(TestDatabase source) {
            this.source = source;
        }

        private void start() {
            var unused = executor.scheduleWithFixedDelay(this::write, 0, 10, TimeUnit.MILLISECONDS);
        }

        private void write() {
            try {
                source.run(TRANSACTION);
                transactions.incrementAndGet();
            } catch (IllegalStateException e) {
                // The source is down.
            }
        }

        private long transactions() {
            return transactions.get();
        }

        @Override
        public void close() {
            executor.shutdown();
            await().until(executor::isTerminated);
        }
    }
}
