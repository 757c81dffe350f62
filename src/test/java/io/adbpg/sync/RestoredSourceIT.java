package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** The source's data are put back from a snapshot of its disk, with the job's slot, on the same timeline. */
class RestoredSourceIT {
    @TempDir
    private static Path folder;

    private static RestartableServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = RestartableServer.start(Map.of());
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    private final String name = RunningJob.newName();
    private final TestDatabase source = server.database("source");
    private final TestDatabase target = TestServers.newTarget();

    private RunningJob launch(Capture capture) throws Exception {
        return launch(capture, Map.of());
    }

    private RunningJob launch(Capture capture, Map<String, String> more) throws Exception {
        Path tables = Files.writeString(folder.resolve(name + ".camel.yaml"), MixedTraffic.route(name));
        Map<String, String> settings = new HashMap<>(more);
        settings.put("sync.job", name);
        settings.put("source.capture", capture.word());
        return RunningJob.launch(tables.toString(), source, target, settings);
    }

    /** Drops the job's slot, once the source has noticed that nobody reads it any more. */
    private void dropSlot() {
        String slot = "FROM pg_replication_slots WHERE slot_name = 'adbpg_sync_" + name + "'";
        await().atMost(Duration.ofSeconds(30))
                .until(() -> source.value("SELECT active " + slot).equals("f"));
        source.run("SELECT pg_drop_replication_slot(slot_name) " + slot);
    }

    private void write(int rows) {
        source.run("INSERT INTO " + name + " SELECT n, 1 FROM generate_series(1, " + rows + ") AS n");
    }

    @ParameterizedTest
    @PublishedCaptures
    void isRefusedOnceItHasWrittenBeyondThePosition(Capture capture) throws Exception {
        // given
        String table = "CREATE TABLE " + name + " (header bigint, line int)";
        source.run(table);
        target.run(table);
        Path copy;
        long position;
        try (RunningJob job = launch(capture)) {
            job.awaitState(JobState.SYNCING);
            write(1);
            job.awaitInStep();
            server.stop(Stop.FAST);
            copy = server.copyData();
            server.startAgain();
            write(3);
            job.awaitInStep();
            position = job.written();

            // when
            server.stop(Stop.FAST);
            server.putBack(copy);
            server.startAgain();
            while (Lsn.parse(source.look("SELECT pg_current_wal_insert_lsn()")) < position + 1000) {
                write(2);
            }

            // then
            assertThat(job.awaitRefusal("does not have")).contains("reset --reload --yes");
        }
        try (RunningJob again = launch(capture)) {
            assertThat(again.awaitRefusal()).contains("the target holds changes that the source does not have");
            assertThat(again.job().status().view().state()).isEqualTo(JobState.FAILED);
        }
        dropSlot();
    }

    @Test
    void isNoMatterIfACrashHasOnlyTakenBackWhatTheSlotHadConfirmed() throws Exception {
        // given
        String table = "CREATE TABLE " + name + " (header bigint, line int)";
        source.run(table);
        target.run(table);
        boolean wasTakenBack = false;

        // when
        for (Capture capture : List.of(Capture.DEBEZIUM, Capture.PGOUTPUT, Capture.DEBEZIUM)) {
            try (RunningJob job = launch(capture)) {
                job.awaitState(JobState.SYNCING);
                write(3);
                job.awaitInStep();
                server.stop(Stop.IMMEDIATE);
                server.startAgain();
                // The slot is as of the last checkpoint, or of the last time that its file was written.
                wasTakenBack |=
                        Lsn.parse(source.value("SELECT confirmed_flush_lsn FROM pg_replication_slots")) < job.written();
            }
        }
        try (RunningJob job = launch(Capture.PGOUTPUT)) {
            job.awaitInStep();
        }

        // then
        String rows = "SELECT header, line FROM " + name + " ORDER BY 1, 2";
        assertThat(wasTakenBack).isTrue();
        assertThat(target.rows(rows)).isEqualTo(source.rows(rows));
        dropSlot();
    }

    @ParameterizedTest
    @PublishedCaptures
    void largeTransactionThatACrashMakesTheSourceSendAgainIsPassedOver(Capture capture) throws Exception {
        // given
        String table = "CREATE TABLE " + name + " (id int PRIMARY KEY, body text)";
        source.run(table + "; ALTER TABLE " + name + " ALTER body SET STORAGE EXTERNAL");
        target.run(table);
        try (RunningJob job = launch(capture, Map.of("sync.batch-max-rows", "3"))) {
            job.awaitState(JobState.SYNCING);
            source.run("INSERT INTO " + name + " SELECT n, repeat('x', 5000) FROM generate_series(1, 10) AS n");
            job.awaitInStep();
            boolean wasTakenBack = false;

            // when
            for (int i = 0; i < 10 && !wasTakenBack; i++) {
                // The pieces need bodies of rows that the target has under their new keys only, once it holds this.
                source.run("UPDATE " + name + " SET id = -id");
                job.awaitInStep();
                server.stop(Stop.IMMEDIATE);
                server.startAgain();
                // Unless the slot's file was written in between.
                wasTakenBack =
                        Lsn.parse(source.value("SELECT confirmed_flush_lsn FROM pg_replication_slots")) < job.written();
            }
            source.run("INSERT INTO " + name + " VALUES (0, 'after the crash')");
            job.awaitInStep();
            assertThat(wasTakenBack).isTrue();
        }

        // then
        String rows = "SELECT id, length(body) FROM " + name + " ORDER BY 1";
        assertThat(target.rows(rows)).hasSize(11).isEqualTo(source.rows(rows));
        dropSlot();
    }
}
