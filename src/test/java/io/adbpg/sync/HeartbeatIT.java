package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.Polling;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ShippedCapture;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** A captured table that nobody changes does not make the source retain WAL. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class HeartbeatIT {
    @Parameter
    private Capture capture;

    private static final String TABLES =
            """
            - templatedRoute:
                routeId: idle
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.idle }
                  - { name: target, value: app.idle }
            """;

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @BeforeEach
    void createTables() {
        source.run("CREATE SCHEMA app; CREATE TABLE app.idle (id int PRIMARY KEY); CREATE TABLE app.busy (id int)");
        target.run("CREATE SCHEMA app; CREATE TABLE app.idle (id int PRIMARY KEY)");
    }

    @Test
    void slotMovesOnWhileOnlyOtherTablesChange() throws Exception {
        assertSlotFollows(source, "none");
    }

    @Test
    void slotMovesOnWhileOnlyAnotherDatabaseChanges() throws Exception {
        TestDatabase other = TestServers.newSource();
        other.run("CREATE SCHEMA app; CREATE TABLE app.busy (id int)");
        assertSlotFollows(other, "none");
    }

    @Test
    void slotMovesOnInTheSessionThatFollowsALoad() throws Exception {
        source.run("INSERT INTO app.idle SELECT generate_series(1, 1000)");
        assertSlotFollows(source, "copy");
    }

    private void assertSlotFollows(TestDatabase changed, String initialLoad) throws Exception {
        // given
        try (RunningJob job = startJobWithShortHeartbeat(initialLoad)) {
            for (int i = 0; i < 3; i++) {
                // when
                changed.run("INSERT INTO app.busy SELECT generate_series(1, 1000)");
                long end = Lsn.parse(source.value("SELECT pg_current_wal_insert_lsn()"));

                // then
                await().alias("slot of " + name + " is confirmed up to " + Lsn.text(end))
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Polling.slowing())
                        .until(() -> confirmedButNotBeyondPosition() >= end);
            }
            assertThat(job.job().status().view().state()).isEqualTo(JobState.SYNCING);
        }
    }

    private long confirmedButNotBeyondPosition() {
        // In this order, since the position may move on between the two.
        long confirmed = Lsn.parse(source.value(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'adbpg_sync_" + name + "'"));
        long position = Lsn.parse(target.value("SELECT lsn FROM adbpg_sync.position_" + name));
        assertThat(confirmed).isLessThanOrEqualTo(position);
        return confirmed;
    }

    private RunningJob startJobWithShortHeartbeat(String initialLoad) throws Exception {
        for (String route : List.of("table", "statements", "initial-load", "precheck")) {
            String file = route + ".camel.yaml";
            Files.copy(Path.of("routes", file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("capture.camel.yaml"), ShippedCapture.withHeartbeat(200));
        Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
        String routes = "file:" + folder + "/*.camel.yaml";
        return RunningJob.start(
                "",
                source,
                target,
                Map.of(
                        "sync.job",
                        name,
                        "camel.main.routes-include-pattern",
                        routes,
                        "sync.initial-load",
                        initialLoad,
                        "source.capture",
                        capture.word()));
    }
}
