package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.postgresql.PGConnection;

/** A job starts while connections and locks of its killed predecessor are still there. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class PredecessorIT {
    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;
    private RunningJob job;

    @BeforeEach
    void suspendJob() throws Exception {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE TABLE lines (header bigint, line int)");
        target.run("CREATE TABLE lines (header bigint, line int)");
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("lines"));
        job = RunningJob.start(tables.toString(), source, target, Map.of("source.capture", capture.word()));
        job.context().getRouteController().suspendRoute(job.captureRoute());
    }

    @AfterEach
    void stopJob() {
        job.close();
    }

    @Test
    void commitThatComesThroughLateIsNotAppliedTwice() throws Exception {
        // given
        source.run("INSERT INTO lines VALUES (1, 1)");
        String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
        try (Connection predecessor = target.connect();
                Statement statement = predecessor.createStatement()) {
            predecessor.setAutoCommit(false);
            statement.execute("INSERT INTO lines VALUES (1, 1)");
            // As a version of the program did that knew no other columns.
            statement.execute("UPDATE " + job.positionTable() + " SET lsn = '" + lsn + "'");

            // when
            job.context().getRouteController().resumeRoute(job.captureRoute());
            await().alias("the job waits for the predecessor's lock")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> target.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database()")
                            .equals("1"));
            predecessor.commit();
        }
        source.run("INSERT INTO lines VALUES (2, 2)");
        job.awaitInStep();

        // then
        assertThat(target.rows("SELECT * FROM lines ORDER BY header")).containsExactly("1|1", "2|2");
    }

    @Test
    void slotInUseIsWaitedFor() throws Exception {
        // given
        Properties replication = new Properties();
        replication.putAll(Map.of(
                "user",
                "postgres",
                "replication",
                "database",
                "preferQueryMode",
                "simple",
                "assumeMinServerVersion",
                "10"));
        source.run("INSERT INTO lines VALUES (1, 1)");
        await().alias("the source has noticed that the job reads no more").until(() -> source.value(
                        "SELECT active FROM pg_replication_slots WHERE slot_name = '" + job.slot() + "'")
                .equals("f"));
        try (Connection predecessor = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + source.port() + "/" + source.name(), replication)) {
            predecessor
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(job.slot())
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", job.slot())
                    .start();

            // when
            job.context().getRouteController().resumeRoute(job.captureRoute());
            job.awaitState(JobState.WAITING);

            // then
            assertThat(job.job().status().view().reason()).contains("slot " + job.slot() + " is in use by process ");
        }
        job.awaitInStep();
        assertThat(target.rows("SELECT * FROM lines")).containsExactly("1|1");
    }
}
