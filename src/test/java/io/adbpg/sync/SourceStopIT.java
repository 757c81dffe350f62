package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job never stands in the way of a source that is being stopped.
 *
 * <p>{@code -Dsource-stop.versions=12,18} measures other versions, each in all states.
 */
class SourceStopIT {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final String VERSIONS = System.getProperty("source-stop.versions", "");
    private static final String ROWS = "SELECT * FROM app.events ORDER BY id";
    private static final String TABLES = MixedTraffic.route("app", "events");

    /** What the job is doing when the source is stopped. */
    enum Doing {
        /** Its statement waits for a lock on the target. */
        LOCKED,
        /** It loads a table, which the target takes slowly. */
        LOADING,
        /** The target refuses a change. */
        WAITING,
        /** It is paused. */
        PAUSED,
        /** It compares a table. */
        VERIFYING,
        /** Nothing happens. */
        IDLE
    }

    static Stream<Arguments> all() {
        List<String> versions =
                VERSIONS.isEmpty() ? List.of(Integer.toString(TestServers.VERSION)) : List.of(VERSIONS.split(",", -1));
        List<Doing> states = VERSIONS.isEmpty() ? List.of(Doing.LOCKED) : List.of(Doing.values());
        return versions.stream()
                .flatMap(version -> states.stream().flatMap(doing -> Stream.of(Capture.DEBEZIUM, Capture.PGOUTPUT)
                        .map(capture -> Arguments.of(version, doing, capture))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void sourceEndsAtOnce(String version, Doing doing, Capture capture, @TempDir Path folder) throws Exception {
        TestDatabase target = TestServers.newTarget();
        String table = "CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY, body text)";
        try (RestartableServer server = RestartableServer.start(version, Map.of())) {
            TestDatabase source = server.database("source");
            source.run(table + "; INSERT INTO app.events SELECT n, repeat('x', 100) FROM generate_series(1, "
                    + (doing == Doing.VERIFYING ? 200_000 : 6) + ") AS n");
            target.run(table);
            if (doing == Doing.LOADING) {
                target.run("CREATE FUNCTION app.sleep() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(2); RETURN NEW; END'; CREATE TRIGGER sleep BEFORE INSERT ON app.events"
                        + " FOR EACH ROW EXECUTE PROCEDURE app.sleep()");
            }
            if (doing == Doing.WAITING) {
                target.run("ALTER TABLE app.events ADD CHECK (id <> 0)");
            }
            Map<String, String> settings = new HashMap<>();
            settings.put("source.capture", capture.word());
            settings.put("sync.initial-load", "copy");
            Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
            try (RunningJob job = RunningJob.launch(tables.toString(), source, target, settings);
                    Connection locker = target.connect();
                    Statement statement = locker.createStatement()) {
                // given
                if (doing != Doing.LOADING) {
                    job.awaitState(JobState.SYNCING);
                    job.awaitInStep();
                }
                begin(doing, job, source, target, locker, statement);

                // when
                long begin = System.nanoTime();
                server.stop(Stop.FAST);
                LOG.info(
                        "source of PostgreSQL {}, job {} by {}: stopped in {} s",
                        version,
                        doing,
                        capture,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1000.0);
                server.startAgain();

                // then
                end(doing, job, target, locker);
                job.awaitInStep();
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            }
        }
    }

    private static void begin(
            Doing doing,
            RunningJob job,
            TestDatabase source,
            TestDatabase target,
            Connection locker,
            Statement statement)
            throws Exception {
        switch (doing) {
            case LOCKED -> {
                locker.setAutoCommit(false);
                statement.execute("LOCK TABLE app.events");
                source.run("INSERT INTO app.events VALUES (11)");
                awaitActivity(target, "wait_event_type = 'Lock'");
            }
            case LOADING -> awaitActivity(target, "wait_event = 'PgSleep'");
            case WAITING -> {
                source.run("INSERT INTO app.events VALUES (0)");
                job.awaitState(JobState.WAITING);
            }
            case PAUSED -> {
                job.job().control().pause();
                source.run("INSERT INTO app.events VALUES (11)");
            }
            case VERIFYING -> job.job().control().verify("", false);
            case IDLE -> {}
        }
    }

    private static void end(Doing doing, RunningJob job, TestDatabase target, Connection locker) throws Exception {
        switch (doing) {
            case LOCKED -> locker.rollback();
            case LOADING -> target.run("DROP TRIGGER sleep ON app.events");
            case WAITING -> target.run("ALTER TABLE app.events DROP CONSTRAINT events_id_check");
            case PAUSED -> job.job().control().resume();
            case VERIFYING, IDLE -> {}
        }
    }

    private static void awaitActivity(TestDatabase target, String condition) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !target.rows(
                        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND " + condition)
                .isEmpty());
    }
}
