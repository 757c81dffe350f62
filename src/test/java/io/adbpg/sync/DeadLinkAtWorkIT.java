package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that stop to pass anything, without a word to either side, while they are at work: no load and no comparison hangs. */
@ParameterizedClass(name = "to the {0}")
@ValueSource(strings = {"source", "target"})
class DeadLinkAtWorkIT {
    private static final String ROWS = "SELECT count(*), sum(id) FROM app.events";
    private static final int COMPARISON_SECONDS = 120;

    @Parameter
    private String end;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private FaultyLink link;
    private String tables;
    private Map<String, String> settings;

    @BeforeEach
    void openLink() throws Exception {
        String table = "CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY)";
        source.run(table + "; INSERT INTO app.events SELECT generate_series(1, 300000)");
        target.run(table);
        link = new FaultyLink(end.equals("source") ? source.port() : target.port());
        tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("app", "events"))
                .toString();
        settings = new HashMap<>(Map.of("source.capture", Capture.PGOUTPUT.word(), "sync.initial-load", "copy"));
        settings.put(end + ".port", Integer.toString(link.port()));
    }

    @AfterEach
    void closeLink() throws Exception {
        link.close();
    }

    @Test
    void tableIsLoaded() throws Exception {
        // given
        target.run("CREATE FUNCTION app.wait() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_advisory_xact_lock(24); RETURN NEW; END';"
                + " CREATE TRIGGER wait BEFORE INSERT ON app.events FOR EACH ROW WHEN (NEW.id = 1)"
                + " EXECUTE PROCEDURE app.wait()");
        try (Connection gate = target.connect();
                Statement statement = gate.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(24)");
            try (RunningJob job = RunningJob.launch(tables, source, target, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> isAsked(target, "wait_event_type = 'Lock'"));

                // when
                link.forget();
                statement.execute("SELECT pg_advisory_unlock(24)");

                // then
                job.awaitInStep();
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            }
        }
    }

    @Test
    void comparisonEnds() throws Exception {
        // given
        try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
            job.awaitInStep();
            CompletableFuture<String> verified = CompletableFuture.supplyAsync(() -> verify(job));
            TestDatabase reader = end.equals("source") ? source : target;
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> verified.isDone() || isAsked(reader, "state = 'active' AND query LIKE '%events%'"));

            // when
            link.forget();

            // then
            assertThat(verified.get(COMPARISON_SECONDS, TimeUnit.SECONDS)).containsAnyOf("failed", "equal");
            // The job may still be opening its next session.
            await().atMost(Duration.ofSeconds(COMPARISON_SECONDS))
                    .untilAsserted(() -> assertThat(verify(job)).contains("equal"));
        }
    }

    private static String verify(RunningJob job) {
        try {
            return job.verify("", false).toString();
        } catch (Exception e) {
            return "failed: " + e.getMessage();
        }
    }

    private static boolean isAsked(TestDatabase database, String condition) {
        return !database.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND " + condition
                        + " AND pid <> pg_backend_pid()")
                .isEmpty();
    }
}
