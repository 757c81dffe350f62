package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StandbyPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** The source fails over to its standby: the job goes on there, or reports that it can't. */
class FailoverIT {
    private static final String ROWS = "SELECT header, line FROM lines ORDER BY header, line";

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private StandbyPair pair;
    private TestDatabase source;
    private TestDatabase target;
    private ScheduledExecutorService writer;

    @BeforeEach
    void startServers() throws Exception {
        pair = StandbyPair.start();
        source = pair.source();
        target = TestServers.newTarget();
        // Without a key, so that a row that arrives twice is there twice.
        String table = "CREATE TABLE lines (header bigint, line int)";
        source.run(table + "; CREATE SEQUENCE headers CACHE 1");
        target.run(table);
        writer = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterEach
    void stopServers() throws Exception {
        stopWriter();
        pair.close();
        target.drop();
    }

    private void stopWriter() {
        writer.shutdown();
        await().until(writer::isTerminated);
    }

    private void write() {
        try {
            source.run("INSERT INTO lines SELECT nextval('headers'), n FROM generate_series(1, 3) AS n");
        } catch (IllegalStateException e) {
            // No server is primary.
        }
    }

    private RunningJob launch(Capture capture, String slotFailover) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("lines"));
        return RunningJob.launch(
                tables.toString(),
                source,
                target,
                Map.of("sync.job", name, "source.capture", capture.word(), "source.slot-failover", slotFailover));
    }

    private void awaitSlotOnStandby(RunningJob job) {
        await().alias("the standby has the slot").atMost(Duration.ofMinutes(2)).until(() -> {
            // The standby synchronizes the slot once the WAL that the slot needs has moved on.
            source.run("SELECT pg_log_standby_snapshot()");
            return !pair.standby()
                    .rows("SELECT 1 FROM pg_replication_slots WHERE synced AND NOT temporary AND slot_name = '"
                            + job.slot() + "'")
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @PublishedCaptures
    void jobGoesOnAtTheStandby(Capture capture) throws Exception {
        // given
        try (RunningJob first = launch(capture, "false")) {
            first.awaitState(JobState.SYNCING);
        }
        // The slot exists by now, and becomes one that is synchronized to the standby.
        try (RunningJob job = launch(capture, "true")) {
            job.awaitState(JobState.SYNCING);
            var unused = writer.scheduleWithFixedDelay(this::write, 0, 10, TimeUnit.MILLISECONDS);
            awaitSlotOnStandby(job);

            // when
            pair.failOver();
            long before = Long.parseLong(source.value("SELECT count(*) FROM lines"));
            await().alias("writes at the new primary")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Long.parseLong(source.value("SELECT count(*) FROM lines")) > before + 30);
            stopWriter();
            job.awaitInStep();

            // then
            assertThat(target.rows(ROWS)).hasSizeGreaterThan(30).isEqualTo(source.rows(ROWS));
            assertThat(target.value("SELECT timeline FROM " + job.positionTable()))
                    .isEqualTo("2");
        }
    }

    @Test
    void standbyIsNoSourceUntilItIsPromoted() throws Exception {
        // given
        try (RunningJob job = launch(Capture.PGOUTPUT, "true")) {
            job.awaitState(JobState.SYNCING);
            awaitSlotOnStandby(job);
        }
        source = pair.standby();
        TestDatabase another = TestServers.newTarget();
        another.run("CREATE TABLE lines (header bigint, line int)");

        // when
        String refusal;
        try (RunningJob fresh =
                RunningJob.launch(folder.resolve("tables.camel.yaml").toString(), source, another, Map.of())) {
            refusal = fresh.awaitRefusal();
        }
        another.drop();

        // then
        assertThat(refusal)
                .isEqualTo("source 127.0.0.1:" + source.port() + "/postgres is a standby, where the job can't make its"
                        + " publication: name the primary in source.host and source.port");

        // when
        try (RunningJob job = launch(Capture.PGOUTPUT, "true")) {
            await().alias("the job waits")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> job.job().status().view().reason().contains("the source is a standby now"));
            pair.failOver();
            write();

            // then
            job.awaitInStep();
            assertThat(target.rows(ROWS)).hasSize(3).isEqualTo(source.rows(ROWS));
        }
    }

    @Test
    void standbyThatLacksChangesIsRefused() throws Exception {
        // given
        source.run("ALTER SYSTEM SET synchronized_standby_slots = ''");
        source.run("SELECT pg_reload_conf()");
        try (RunningJob job = launch(Capture.PGOUTPUT, "true")) {
            job.awaitState(JobState.SYNCING);
            write();
            job.awaitInStep();
            awaitSlotOnStandby(job);
            pair.cutReplication();
            write();
            job.awaitInStep();

            // when
            pair.failOver();
            // Enough WAL that the end of the log does not give the gap away.
            source.run("CREATE TABLE other AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 20000)");

            // then
            await().alias("the job refuses")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> job.job().status().view().reason().contains("another history after"));
            assertThat(job.job().status().view().reason())
                    .contains("the target holds changes that the source does not have", "reset --reload --yes");
        }
        try (RunningJob again = launch(Capture.PGOUTPUT, "true")) {
            assertThat(again.awaitRefusal()).contains("another history after");
            assertThat(again.job().status().view().state()).isEqualTo(JobState.FAILED);
        }
    }
}
