package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.Refused;
import io.adbpg.sync.support.RunningJob;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that is started twice runs once: the second copy is a standby. */
class SecondCopyIT {
    private static final String PASSWORD = "a secret of nobody";
    private static final String ROWS = "SELECT header, line FROM lines ORDER BY header, line";
    private static final String HOLDERS =
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        // Without a key, so that a row that arrives twice is there twice.
        source.run("CREATE TABLE lines (header bigint, line int);"
                + " INSERT INTO lines SELECT n, 1 FROM generate_series(1, 1000) AS n");
        target.run("CREATE TABLE lines (header bigint, line int)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private Map<String, String> settings() {
        return new HashMap<>(Map.of("sync.job", name, "source.capture", "pgoutput", "sync.initial-load", "copy"));
    }

    private Map<String, String> secondInThisJvm() {
        Map<String, String> settings = settings();
        // The first copy has registered the job in JMX already.
        settings.put("camel.main.jmx-enabled", "false");
        return settings;
    }

    private RunningJob launch(Map<String, String> settings) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("lines"));
        return RunningJob.launch(tables.toString(), source, target, settings);
    }

    private Program program() throws Exception {
        Map<String, String> all = RunningJob.settings(name, source, target);
        all.putAll(settings());
        all.put("target.password", PASSWORD);
        return Program.in(folder.resolve("second"), all, MixedTraffic.route("lines"));
    }

    private JobLock lock() {
        return new JobLock(
                Settings.read(RunningJob.settings(name, source, target)::get).target(), name);
    }

    private static String reason(RunningJob job) {
        return job.job().status().view().reason();
    }

    private static void awaitRunsAlready(RunningJob job) {
        await().alias("job says that another copy runs")
                .atMost(Duration.ofMinutes(1))
                .until(() -> reason(job).contains("runs already: process "));
    }

    /** The holder speaks at each look, as a copy that runs does. */
    private static void awaitRunsAlready(RunningJob job, JobLock holder) {
        await().alias("job says that another copy runs")
                .atMost(Duration.ofMinutes(1))
                .until(() -> holder.tryAcquire() == null && reason(job).contains("runs already: process "));
    }

    @Test
    void secondCopyRefusesWhileTheFirstStreams() throws Exception {
        try (RunningJob first = launch(settings())) {
            // given
            first.awaitState(JobState.SYNCING);
            first.awaitInStep();
            Program second = program();

            // when
            Program.Result precheck = second.run(List.of("precheck", "--all"));
            Program.Result result = second.run(List.of());

            // then
            assertThat(precheck.exitStatus()).as(precheck.out()).isZero();
            assertThat(precheck.out()).contains("other copy", "the job runs: process ");
            String holder = target.value(HOLDERS);
            Refused.check(
                    result,
                    Refusal.FAILED,
                    List.of(
                            "job " + name + " runs already: process " + holder + " (adbpg-sync " + name
                                    + ", from 127.0.0.1, since 20",
                            "target 127.0.0.1:" + target.port(),
                            "stop that copy",
                            "sync.job",
                            "pg_terminate_backend(" + holder + ")"),
                    List.of(PASSWORD));
            source.run("INSERT INTO lines VALUES (2000, 1)");
            first.awaitUndisturbed();
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        }
    }

    @Test
    void secondCopyRefusesWhileTheFirstLoads() throws Exception {
        try (Connection blocker = target.connect();
                Statement statement = blocker.createStatement()) {
            // given
            blocker.setAutoCommit(false);
            // The lock lets rows be read, as the job does at its start, but not written.
            statement.execute("LOCK TABLE lines IN SHARE MODE");
            try (RunningJob first = launch(settings())) {
                first.awaitState(JobState.LOADING);

                // when
                try (RunningJob second = launch(secondInThisJvm())) {
                    await().alias("the second copy gives up")
                            .atMost(Duration.ofMinutes(1))
                            .until(() -> second.job().status().view().state() == JobState.FAILED);

                    // then
                    assertThat(reason(second)).contains("job " + name + " runs already: process ");
                }
                assertThat(first.job().status().view().state()).isEqualTo(JobState.LOADING);
                blocker.rollback();
                first.awaitState(JobState.SYNCING);
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            }
        }
    }

    @Test
    void sessionThatAPredecessorLeftIsWaitedFor() throws Exception {
        JobLock left = lock();
        assertThat(left.tryAcquire()).isNull();
        try (RunningJob job = launch(settings())) {
            // given
            awaitRunsAlready(job, left);

            // when
            left.close();

            // then
            job.awaitState(JobState.SYNCING);
        }
    }

    @ParameterizedTest(name = "standby={0}")
    @ValueSource(booleans = {true, false})
    void silentCopyLosesItsLockAndItsOpenTransaction(boolean standby) throws Exception {
        // given
        Map<String, String> settings = settings();
        settings.put("sync.standby", Boolean.toString(standby));
        try (RunningJob job = launch(settings)) {
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();
        }
        try (JobLock silent = lock();
                Connection left = target.connect();
                Connection reader = target.connect();
                Statement reading = reader.createStatement();
                Statement statement = left.createStatement()) {
            assertThat(silent.tryAcquire()).isNull();
            reading.execute("SET application_name TO '" + ServerSession.application(name) + "'");
            reader.setAutoCommit(false);
            reading.execute("TABLE lines");
            statement.execute("SET application_name TO '" + ServerSession.application(name) + "'");
            left.setAutoCommit(false);
            statement.execute("LOCK TABLE lines IN EXCLUSIVE MODE");
            source.run("INSERT INTO lines VALUES (2000, 1)");

            // when
            try (RunningJob job = launch(settings)) {
                job.awaitState(standby ? JobState.STANDBY : JobState.WAITING);

                // then
                job.awaitState(JobState.SYNCING);
                job.awaitInStep();
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
                reading.execute("SELECT 'a session of the job that only reads is left alone'");
            }
        }
    }

    @Test
    void copyThatWasKilledLeavesTheJobFree() throws Exception {
        try (JobProcess job = JobProcess.in(folder, MixedTraffic.route("lines"), source, target, Capture.PGOUTPUT)) {
            // given
            job.start();
            job.awaitInStep();

            // when
            job.kill();
            source.run("INSERT INTO lines VALUES (2000, 1)");
            job.start();

            // then
            job.awaitInStep();
            assertThat(target.rows(ROWS)).containsExactly("2000|1");
            assertThat(job.output()).doesNotContain("runs already");
        }
    }

    @Test
    void copyThatWasCutOffLeavesTheJobToTheOther() throws Exception {
        Map<String, String> byLink = settings();
        try (FaultyLink way = new FaultyLink(target.port())) {
            byLink.put("target.port", Integer.toString(way.port()));
            try (RunningJob first = launch(byLink)) {
                // given
                first.awaitState(JobState.SYNCING);
                way.shut();
                first.awaitState(JobState.WAITING);

                try (RunningJob second = launch(secondInThisJvm())) {
                    second.awaitState(JobState.SYNCING);

                    // when
                    way.leadTo(target.port());
                    awaitRunsAlready(first);
                    source.run("INSERT INTO lines VALUES (2000, 1)");
                    second.awaitUndisturbed();

                    // then
                    assertThat(first.job().status().view().state()).isEqualTo(JobState.WAITING);
                    assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
                }

                // when
                source.run("INSERT INTO lines VALUES (2001, 1)");
                first.awaitState(JobState.SYNCING);
                first.awaitInStep();

                // then
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            }
        }
    }

    @Test
    void copyThatLosesOnlyItsLockGivesWay() throws Exception {
        JobLock other = lock();
        try (RunningJob job = launch(settings())) {
            // given
            job.awaitState(JobState.SYNCING);

            // when
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                target.rows("SELECT pg_terminate_backend(pid) FROM (" + HOLDERS + ") AS h");
                return other.tryAcquire() == null;
            });

            // then
            awaitRunsAlready(job, other);

            // when
            other.close();
            source.run("INSERT INTO lines VALUES (2000, 1)");
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();

            // then
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        } finally {
            other.close();
        }
    }
}
