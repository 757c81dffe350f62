package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Changes that were made while the publication was gone: PostgreSQL 10 can't decode them and can't pass over them, PostgreSQL 18
 * passes over them without a word.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PublicationDroppedIT {
    private static final String ROWS = "SELECT id FROM app.events ORDER BY id";

    @ParameterizedTest
    @CsvSource({"10-16, DEBEZIUM", "10-16, PGOUTPUT", "18-16, DEBEZIUM", "18-16, PGOUTPUT"})
    void changesAreNotLostInSilence(String versions, Capture capture, @TempDir Path folder) throws Exception {
        // given
        String name = RunningJob.newName();
        String tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("app", "events"))
                .toString();
        Map<String, String> settings =
                Map.of("sync.job", name, "sync.initial-load", "copy", "source.capture", capture.word());
        try (ServerPair servers = ServerPair.of(versions).findFirst().orElseThrow()) {
            TestDatabase source = servers.newSource();
            TestDatabase target = servers.newTarget();
            for (TestDatabase database : new TestDatabase[] {source, target}) {
                database.run("CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY)");
            }
            try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
                source.run("INSERT INTO app.events VALUES (1)");
                job.awaitInStep();
            }

            // when
            source.run("DROP PUBLICATION adbpg_sync_" + name);
            source.run("INSERT INTO app.events VALUES (2)");
            source.run("CREATE PUBLICATION adbpg_sync_" + name + " FOR TABLE app.events");
            source.run("INSERT INTO app.events VALUES (3)");

            // then
            try (RunningJob job = RunningJob.launch(tables, source, target, settings)) {
                if (servers.sourceVersion() == 10) {
                    assertThat(job.awaitRefusal()).contains("was dropped", "reset --reload --yes");
                } else {
                    job.awaitInStep();
                    await().atMost(Duration.ofMinutes(2))
                            .untilAsserted(() -> assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS)));
                }
            }
        }
    }
}
