package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Polling;
import io.adbpg.sync.support.Pooler;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that has run before waits for whatever is in its way when it is started, and goes on by itself. */
class HinderedStartIT {
    private static final String ROWS = "SELECT id FROM app.events ORDER BY id";
    private static final String TABLE = "CREATE SCHEMA app; CREATE TABLE app.events (id int PRIMARY KEY)";

    private static final String HINDERED =
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database() AND application_name LIKE 'adbpg-sync%')";

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();
    private String tables;

    @BeforeEach
    void runOnce() throws Exception {
        source.run(TABLE);
        target.run(TABLE);
        tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("app", "events"))
                .toString();
        try (RunningJob job = launch(Map.of())) {
            job.awaitInStep();
        }
        source.run("INSERT INTO app.events VALUES (1)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob launch(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("sync.job", name);
        all.put("source.capture", Capture.PGOUTPUT.word());
        return RunningJob.launch(tables, source, target, all);
    }

    @ParameterizedTest
    @CsvSource({
        "target, LOCK TABLE app.events",
        "target, LOCK TABLE adbpg_sync.position_%s",
        "target, LOCK TABLE adbpg_sync.tables_%s",
        "source, LOCK TABLE app.events"
    })
    void transactionInItsWayIsAwaited(String end, String statement) throws Exception {
        try (Connection blocker = (end.equals("source") ? source : target).connect();
                Statement blocking = blocker.createStatement()) {
            // given
            blocker.setAutoCommit(false);
            blocking.execute(statement.replace("%s", name));

            // when
            try (RunningJob job = launch(Map.of())) {
                awaitThat(() -> assertThat((end.equals("source") ? source : target).value(HINDERED))
                        .isEqualTo("t"));
                blocker.rollback();

                // then
                assertGoesOn(job);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void endThatDoesNotAnswerIsAwaited(String end) throws Exception {
        try (FaultyLink link = new FaultyLink((end.equals("source") ? source : target).port())) {
            // given
            link.hold(true);

            // when
            try (RunningJob job = launch(Map.of(end + ".port", Integer.toString(link.port())))) {
                job.awaitState(JobState.WAITING);
                link.hold(false);

                // then
                assertGoesOn(job);
            }
        }
    }

    @Test
    void serverBehindAPoolerIsAwaited() throws Exception {
        try (RestartableServer server = RestartableServer.start(Map.of())) {
            TestDatabase database = server.database("target");
            database.run(TABLE);
            try (Pooler pooler = Pooler.start(folder, database, "session", 20)) {
                Map<String, String> settings =
                        Map.of("sync.job", RunningJob.newName(), "source.capture", Capture.PGOUTPUT.word());
                try (RunningJob job = RunningJob.start(tables, source, pooler.database(), settings)) {
                    job.awaitInStep();
                }

                // given
                server.stop(Stop.FAST);

                // when
                try (RunningJob job = RunningJob.launch(tables, source, pooler.database(), settings)) {
                    job.awaitState(JobState.WAITING);
                    server.startAgain();

                    // then
                    job.awaitState(JobState.SYNCING);
                }
            }
        }
    }

    @Test
    void serverWithoutFreeMemoryIsAwaited() throws Exception {
        try (RestartableServer server =
                RestartableServer.start(Map.of("max_locks_per_transaction", "10", "max_connections", "20"))) {
            TestDatabase small = server.database("target");
            small.run(TABLE);
            Map<String, String> settings =
                    Map.of("sync.job", RunningJob.newName(), "source.capture", Capture.PGOUTPUT.word());
            try (RunningJob job = RunningJob.start(tables, source, small, settings)) {
                job.awaitInStep();
            }

            // given
            try (Connection greedy = small.connect()) {
                assertThatThrownBy(() -> takeAllLocks(greedy)).hasMessageContaining("out of shared memory");

                // when
                try (RunningJob job = RunningJob.launch(tables, source, small, settings)) {
                    job.awaitState(JobState.WAITING);
                    assertThat(job.job().status().view().reason()).contains("out of shared memory");
                    giveAllLocksBack(greedy);

                    // then
                    job.awaitState(JobState.SYNCING);
                }
            }
        }
    }

    /** Locks of a session outlast the error by which the last one is refused. */
    private static void takeAllLocks(Connection greedy) throws SQLException {
        try (Statement statement = greedy.createStatement()) {
            statement.execute("SELECT count(pg_advisory_lock(n)) FROM generate_series(1, 1000000) n");
        }
    }

    private static void giveAllLocksBack(Connection greedy) throws SQLException {
        try (Statement statement = greedy.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
    }

    private void assertGoesOn(RunningJob job) {
        job.awaitState(JobState.SYNCING);
        job.awaitInStep();
        awaitThat(() -> assertThat(target.rows(ROWS)).containsExactly("1"));
    }

    private static void awaitThat(ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Polling.slowing()).untilAsserted(holds);
    }
}
