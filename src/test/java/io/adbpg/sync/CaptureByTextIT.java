package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code source.capture=test_decoding} where the source has publications, too. */
class CaptureByTextIT {
    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob launch(Capture capture) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
        Map<String, String> settings = new HashMap<>();
        settings.put("sync.job", name);
        settings.put("sync.initial-load", "copy");
        settings.put("sync.operations", "insert,update,delete,truncate");
        settings.put("source.capture", capture.word());
        return RunningJob.launch(tables.toString(), source, target, settings);
    }

    @Test
    void tableIsFollowedWithoutAPublicationAndOnlyByThatCapture() throws Exception {
        // given
        source.run("CREATE TABLE items (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (2 * id) STORED, text text);"
                + " INSERT INTO items VALUES (1, DEFAULT, 'old')");
        target.run("CREATE TABLE items (id int PRIMARY KEY, text text)");
        String rows = "SELECT id, text FROM items ORDER BY id";

        // when
        try (RunningJob job = launch(Capture.TEST_DECODING)) {
            job.awaitSameRows(rows, rows);
            source.run("INSERT INTO items (id, text) SELECT n, 'new' FROM generate_series(2, 100) AS n");
            source.run("ALTER TABLE items DROP COLUMN text; ALTER TABLE items ADD COLUMN text text");
            source.run("UPDATE items SET text = 'x' WHERE id < 5");
            job.awaitInStep();
            job.awaitSameRows(rows, rows);
            source.run("TRUNCATE items; INSERT INTO items VALUES (7)");
            job.awaitInStep();

            // then
            assertThat(target.rows(rows)).isEqualTo(source.rows(rows));
        }
        assertThat(source.rows("SELECT pubname FROM pg_publication")).isEmpty();

        // when
        String reason;
        try (RunningJob job = launch(Capture.PGOUTPUT)) {
            reason = job.awaitRefusal();
        }

        // then
        assertThat(reason)
                .endsWith("slot adbpg_sync_" + name
                        + " was made for plug-in test_decoding, and source.capture asks for pgoutput:"
                        + " set source.capture back to test_decoding; or, to load all tables again, run java -jar"
                        + " target/adbpg-sync.jar reset --reload --yes and start the job");
    }

    @Test
    void partitionedTableIsRefused() throws Exception {
        // given
        source.run("CREATE TABLE items (id int PRIMARY KEY) PARTITION BY RANGE (id)");
        target.run("CREATE TABLE items (id int PRIMARY KEY)");

        // when
        String reason;
        try (RunningJob job = launch(Capture.TEST_DECODING)) {
            reason = job.awaitRefusal();
        }

        // then
        assertThat(reason)
                .isEqualTo(
                        "source table public.items is partitioned, and plug-in test_decoding can't tell its partitions' rows as"
                                + " one table's: name each partition as a source of its own");
    }
}
