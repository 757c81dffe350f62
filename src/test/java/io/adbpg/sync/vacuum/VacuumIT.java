package io.adbpg.sync.vacuum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.support.Cluster;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead rows that nothing removes on the target are told, and removed if the job is set to. */
class VacuumIT {
    private static final TableName TARGET = new TableName("public", "t");

    private static final String VACUUMS = "SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 't'";

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);

    @BeforeEach
    void makeTables() {
        source.run("CREATE TABLE t (id int PRIMARY KEY, n int)");
        target.run("CREATE TABLE t (id int PRIMARY KEY, n int) WITH (autovacuum_enabled = off)");
    }

    @AfterEach
    void drop() {
        executor.shutdownNow();
        source.drop();
        target.drop();
    }

    @Test
    void areToldUntilSomebodyVacuumsTheTable() throws Exception {
        try (RunningJob job = start();
                VacuumWatch watch = watch(job, "advise")) {
            // when
            makeDeadRows(job);
            watch.look();

            // then
            assertThat(watch.advice(TARGET).toString())
                    .isEqualTo("it has about 12000 dead rows on the target, where nothing vacuums it: run VACUUM"
                            + " \"public\".\"t\", or set sync.vacuum=on");

            // when
            target.run("VACUUM t");
            awaitVacuum();
            watch.look();

            // then
            assertThat(watch.advice(TARGET).toString()).isEmpty();
        }
    }

    @Test
    void areRememberedWhileTheJobIsAway() throws Exception {
        try (RunningJob job = start();
                VacuumWatch watch = watch(job, "advise")) {
            // given
            makeDeadRows(job);
            watch.look();

            try (VacuumWatch next =
                    watch(job, "advise", new JobMetrics(new SimpleMeterRegistry(), Clock.systemUTC()))) {
                // when
                next.look();

                // then
                assertThat(next.advice(TARGET).toString()).startsWith("it has about 12000 dead rows on the target");
            }

            // when
            target.run("VACUUM t");
            awaitVacuum();
            try (VacuumWatch last =
                    watch(job, "advise", new JobMetrics(new SimpleMeterRegistry(), Clock.systemUTC()))) {
                last.look();

                // then
                assertThat(last.advice(TARGET).toString()).isEmpty();
            }
        }
    }

    @Test
    void areLeftToAutovacuum() throws Exception {
        assumeThat(Cluster.maintenance())
                .as("no Greenplum kernel, which has none")
                .isEmpty();
        try (RunningJob job = start();
                VacuumWatch watch = watch(job, "on")) {
            // given
            makeDeadRows(job);

            // when: not at once
            target.run("ALTER TABLE t SET (autovacuum_enabled = on, autovacuum_vacuum_threshold = 2000000000)");
            watch.look();

            // then
            assertThat(watch.advice(TARGET).toString()).isEmpty();
            assertThat(target.value(VACUUMS)).isEqualTo("0");
        }
    }

    @Test
    void areRemovedByTheJobItself() throws Exception {
        try (RunningJob job = start();
                VacuumWatch watch = watch(job, "on")) {
            // given
            makeDeadRows(job);

            // when
            watch.look();

            // then
            awaitVacuum();
            assertThat(watch.advice(TARGET).toString()).isEmpty();

            // when
            watch.look();

            // then
            assertThat(target.value(VACUUMS)).isEqualTo("1");
        }
    }

    /** Each commit updates its row. */
    @Test
    void tableOfThePositionIsVacuumedWithoutBeingAskedFor() throws Exception {
        try (RunningJob job = start();
                VacuumWatch watch = watch(job, "advise")) {
            // given
            target.run("ALTER TABLE " + job.positionTable() + " SET (autovacuum_enabled = off)");
            job.context()
                    .getRegistry()
                    .findSingleByType(MeterRegistry.class)
                    .counter("adbpg.sync.batches")
                    .increment(10_000);

            // when
            watch.look();

            // then
            String vacuums =
                    "SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'position_" + job.name() + "'";
            await().alias("the VACUUM is known").atMost(Duration.ofMinutes(1)).until(() -> target.value(vacuums)
                    .equals("1"));

            // when
            watch.look();

            // then
            assertThat(target.value(vacuums)).isEqualTo("1");
        }
    }

    @Test
    void jobLooksByItself() throws Exception {
        try (RunningJob job = RunningJob.start(routes(), source, target, Map.of("sync.vacuum", "on"))) {
            // when
            makeDeadRows(job);

            // then
            awaitVacuum();
        }
    }

    @Test
    void vacuumGivesWayToWhoeverHasTheTable() throws Exception {
        try (Connection other = target.connect();
                Statement lock = other.createStatement()) {
            // given
            lock.execute("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE");

            // when
            boolean isDone = new TableVacuum(server(), "vacuums", executor).run(TARGET);

            // then
            assertThat(isDone).isFalse();
        }
    }

    @Test
    void vacuumGivesWayToWhoeverWaitsForTheTable() throws Exception {
        assumeThat(Cluster.maintenance())
                .as("no Greenplum kernel, whose segments don't take the delay")
                .isEmpty();
        // given: a VACUUM that would take hours
        target.run("INSERT INTO t SELECT n, n FROM generate_series(1, 20000) AS n; UPDATE t SET n = 0");
        target.run("ALTER DATABASE " + target.name() + " SET vacuum_cost_delay = 100");
        target.run("ALTER DATABASE " + target.name() + " SET vacuum_cost_limit = 1");
        CompletableFuture<Boolean> vacuum = CompletableFuture.supplyAsync(this::vacuum);
        await().alias("it is at work").until(() -> target.value("SELECT count(*) FROM pg_locks WHERE granted"
                        + " AND mode = 'ShareUpdateExclusiveLock' AND relation = 't'::regclass")
                .equals("1"));

        // when
        target.run("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE; COMMIT");

        // then
        assertThat(vacuum.get()).isFalse();
    }

    private void awaitVacuum() {
        await().alias("the VACUUM is known").atMost(Duration.ofMinutes(1)).until(() -> target.value(VACUUMS)
                .equals("1"));
    }

    private boolean vacuum() {
        try {
            return new TableVacuum(server(), "vacuums", executor).run(TARGET);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Server server() {
        return Settings.read(RunningJob.settings("vacuums", source, target)::get)
                .target();
    }

    private RunningJob start() throws Exception {
        return RunningJob.start(routes(), source, target, Map.of("sync.vacuum", "off"));
    }

    private String routes() throws Exception {
        return Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("t"))
                .toString();
    }

    private void makeDeadRows(RunningJob job) throws Exception {
        source.run("INSERT INTO t SELECT n, n FROM generate_series(1, 12000) AS n");
        source.run("UPDATE t SET n = n + 1");
        job.awaitUndisturbed();
    }

    private VacuumWatch watch(RunningJob job, String vacuum) {
        return watch(job, vacuum, job.job().metrics());
    }

    /** The watch of a program that has counted these rows. */
    private VacuumWatch watch(RunningJob job, String vacuum, JobMetrics counted) {
        Map<String, String> settings = RunningJob.settings(job.name(), source, target);
        settings.put("sync.vacuum", vacuum);
        return new VacuumWatch(
                job.context(), Settings.read(settings::get), job.job().status(), counted, new SimpleMeterRegistry());
    }
}
