package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that no longer pass anything, without a word to either side, keep no change from arriving. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class DeadLinkIT {
    private static final String ROWS = "SELECT id FROM app.events ORDER BY id";
    private static final String TABLES = MixedTraffic.route("app", "events");

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private FaultyLink sourceLink;
    private FaultyLink targetLink;

    @BeforeEach
    void openLinks() throws Exception {
        String table = "CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY)";
        source.run(table);
        target.run(table);
        sourceLink = new FaultyLink(source.port());
        targetLink = new FaultyLink(target.port());
    }

    @AfterEach
    void closeLinks() throws Exception {
        sourceLink.close();
        targetLink.close();
    }

    private Map<String, String> settings() {
        return Map.of(
                "source.capture", capture.word(),
                "sync.initial-load", "copy",
                "source.port", Integer.toString(sourceLink.port()),
                "target.port", Integer.toString(targetLink.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void changeArrivesAfterTheConnectionsToAnEndWereForgotten(String end) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings())) {
            // given
            source.run("INSERT INTO app.events VALUES (1)");
            job.awaitInStep();

            // when
            (end.equals("source") ? sourceLink : targetLink).forget();
            source.run("INSERT INTO app.events VALUES (2)");

            // then
            job.awaitInStep();
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        }
    }

    @Test
    void programEndsWhileNothingPasses() throws Exception {
        try (JobProcess job = JobProcess.in(folder, TABLES, source, target, settings())) {
            // given
            job.start();
            source.run("INSERT INTO app.events VALUES (1)");
            job.awaitInStep();

            // when
            sourceLink.hold(true);
            targetLink.hold(true);
            source.run("INSERT INTO app.events VALUES (2)");

            // then
            job.terminate();

            // when
            sourceLink.hold(false);
            targetLink.hold(false);
            job.start();

            // then
            job.awaitInStep();
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        }
    }
}
