package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** A job that is behind makes larger batches, and these are as safe as others. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class LargeBatchIT {
    private static final String TABLES = "src/test/resources/scenarios/app-to-ods.camel.yaml";
    private static final int TRANSACTIONS = 16;
    private static final int ROWS = 10_000;
    private static final String SUMS = "SELECT count(*), sum(id::bigint), sum(n::bigint) FROM ";
    /** Takes so long that more is assembled meanwhile, and little enough for a batch of several times the usual size. */
    private static final String SLOW = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END';"
            // Greenplum 7 has no triggers for statements.
            + "CREATE TRIGGER slow AFTER INSERT ON ods.items FOR EACH ROW WHEN (NEW.id % " + ROWS
            + " = 1) EXECUTE PROCEDURE slow()";

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @BeforeEach
    void makeTables() {
        source.run("CREATE SCHEMA app; CREATE TABLE app.items (id int PRIMARY KEY, n bigint);"
                + "CREATE PROCEDURE app.fill(transactions int, size int) LANGUAGE plpgsql AS $$"
                + " BEGIN FOR t IN 0..transactions - 1 LOOP"
                + " INSERT INTO app.items SELECT t * size + i, i FROM generate_series(1, size) AS i; COMMIT;"
                + " END LOOP; END $$");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.items (id int PRIMARY KEY, n int)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("source.capture", capture.word());
        return RunningJob.start(TABLES, source, target, settings);
    }

    private void fillWhileNobodyReads(RunningJob job) throws Exception {
        job.context().getRouteController().suspendRoute(job.captureRoute());
        source.run("CALL app.fill(" + TRANSACTIONS + ", " + ROWS + ")");
        job.context().getRouteController().resumeRoute(job.captureRoute());
    }

    private void assertSame() {
        assertThat(target.rows(SUMS + "ods.items")).isEqualTo(source.rows(SUMS + "app.items"));
    }

    @Test
    void limitThatIsSetHoldsForABacklogToo() throws Exception {
        try (RunningJob job = start(Map.of("sync.batch-max-rows", "20000"))) {
            long before = job.job().metrics().commits();

            // when
            fillWhileNobodyReads(job);
            job.awaitUndisturbed();

            // then
            assertSame();
            assertThat(job.job().metrics().commits() - before).isGreaterThanOrEqualTo(TRANSACTIONS * ROWS / 20_000);
        }
    }

    @Test
    void refusedRowOfALargeBatchIsFound() throws Exception {
        try (RunningJob job = start(Map.of("sync.on-error", "quarantine"))) {
            // when
            job.context().getRouteController().suspendRoute(job.captureRoute());
            source.run("CALL app.fill(" + TRANSACTIONS + ", " + ROWS + ")");
            source.run(
                    "UPDATE app.items SET n = 3000000000 WHERE id = 155555; UPDATE app.items SET n = -1 WHERE id = 9");
            job.context().getRouteController().resumeRoute(job.captureRoute());
            job.awaitUndisturbed();

            // then
            assertThat(target.rows("SELECT row_key || ' ' || operation FROM "
                            + job.positionTable().replace("position_", "quarantine_")))
                    .containsExactly("[\"155555\"] update");
            assertThat(target.value("SELECT count(*) || ' ' || min(n) FROM ods.items"))
                    .isEqualTo("160000 -1");
        }
    }

    @Test
    void rowsThatTheTargetHasGiveWayInALargeBatch() throws Exception {
        // given
        target.run("INSERT INTO ods.items SELECT n, 0 FROM generate_series(100000, 100100) AS n");
        try (RunningJob job = start(Map.of())) {
            // when
            fillWhileNobodyReads(job);
            job.awaitUndisturbed();

            // then
            assertSame();
        }
    }

    @Test
    void jobThatIsKilledWithinALargeBatchAppliesItOnce() throws Exception {
        // given
        target.run(SLOW);
        String routes =
                """
                - templatedRoute:
                    routeId: app
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: app.* }
                      - { name: target, value: ods.* }
                """;
        try (JobProcess job = JobProcess.in(folder, routes, source, target, capture, "-Xmx1g")) {
            job.start();
            job.awaitThat("the job has a slot", job::knowsPosition);
            job.kill();
            source.run("CALL app.fill(" + TRANSACTIONS + ", " + ROWS + ")");
            TargetReader reader = new TargetReader(target, "SELECT count(*) % " + ROWS + " FROM ods.items");

            // when
            job.start();
            job.awaitThat("the first batch is there", () -> !target.look("SELECT count(*) FROM ods.items")
                    .equals("0"));
            job.awaitThat("the next one is being applied", this::isApplying);
            job.kill();
            job.start();
            job.awaitInStep();

            // then
            assertThat(reader.stop()).containsOnly("0");
            assertSame();
        }
    }

    private boolean isApplying() {
        return target.look("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'adbpg-sync%' AND pid IN"
                        + " (SELECT pid FROM pg_locks WHERE mode = 'RowExclusiveLock' AND granted)")
                .equals("t");
    }
}
