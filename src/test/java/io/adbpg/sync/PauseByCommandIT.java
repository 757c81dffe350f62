package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pause command pauses the job, whatever it is doing. */
class PauseByCommandIT {
    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;
    private Path tables;
    private RunningJob job;

    @BeforeEach
    void makeDatabases() throws Exception {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items SELECT generate_series(1, 1000)");
        target.run("CREATE TABLE items (id int PRIMARY KEY)");
        tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
    }

    @AfterEach
    void stopJob() {
        job.close();
        source.drop();
        target.drop();
    }

    private void launch() throws Exception {
        job = RunningJob.launch(
                tables.toString(), source, target, Map.of("source.capture", "pgoutput", "sync.initial-load", "copy"));
    }

    private void start() throws Exception {
        launch();
        job.awaitState(JobState.SYNCING);
    }

    private void assertPaused() {
        assertThat(job.job().status().describe().toString()).isEqualTo("paused: paused by command");
    }

    private RouteTakeover reload() {
        return job.context().getRegistry().findSingleByType(RouteTakeover.class);
    }

    private void edit() throws Exception {
        Files.writeString(tables, "# edited\n", StandardOpenOption.APPEND);
    }

    @Test
    void loadThatIsPausedBeginsAgainAndIsWhole() throws Exception {
        // given
        try (var blocker = target.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE items IN SHARE MODE");
            launch();
            job.awaitState(JobState.LOADING);

            // when
            job.job().control().pause();
            assertPaused();
        }
        source.run("INSERT INTO items VALUES (1001); DELETE FROM items WHERE id = 1");
        job.job().control().resume();
        job.awaitState(JobState.SYNCING);
        job.awaitInStep();

        // then
        assertThat(target.value("SELECT count(*) || ' from ' || min(id) || ' to ' || max(id) FROM items"))
                .isEqualTo("1000 from 2 to 1001");
    }

    @Test
    void jobThatWaitsIsPausedAndGoesOnWaiting() throws Exception {
        // given
        start();
        target.run("ALTER TABLE items RENAME TO moved");
        source.run("INSERT INTO items VALUES (2000)");
        job.awaitState(JobState.WAITING);

        // when
        job.job().control().pause();
        assertPaused();
        String waiting = job.job().control().resume().toString();

        // then
        assertThat(waiting).startsWith("the job goes on: waiting: ");
        target.run("ALTER TABLE moved RENAME TO items");
        job.awaitState(JobState.SYNCING);
        job.awaitInStep();
        assertThat(target.value("SELECT count(*) FROM items")).isEqualTo("1001");
    }

    @Test
    void pauseThatMeetsAReloadOfTheRoutesWins() throws Exception {
        // given
        start();

        // when
        for (int i = 0; i < 6; i++) {
            edit();
            CompletableFuture<Void> reloading = CompletableFuture.runAsync(reload()::takeOver);
            // At a different moment of the reload each time.
            CompletableFuture<Void> pausing = CompletableFuture.runAsync(
                    this::pause, CompletableFuture.delayedExecutor(350 + 60L * i, TimeUnit.MILLISECONDS));
            CompletableFuture.allOf(reloading, pausing).get(1, TimeUnit.MINUTES);

            // then
            await().atMost(Duration.ofSeconds(30)).untilAsserted(this::assertPaused);
            source.run("INSERT INTO items VALUES (" + (2000 + i) + ")");
            assertThat(job.job().control().resume().toString()).startsWith("the job goes on: ");
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();
        }
        assertThat(reload().refusals()).isZero();
        assertThat(target.value("SELECT count(*) FROM items")).isEqualTo("1006");
    }

    /** Does what an operator does who is asked to try again. */
    private void pause() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(Refusal.class)
                .until(() -> {
                    job.job().control().pause();
                    return true;
                });
    }

    @Test
    void routesThatSomebodyStoppedStayStoppedWhenFilesAreEdited() throws Exception {
        // given
        start();
        job.context().getRouteController().stopRoute("items");
        job.awaitState(JobState.PAUSED);

        // when
        edit();
        reload().takeOver();

        // then
        job.awaitState(JobState.PAUSED);
        assertThat(job.job().status().describe().toString()).isEqualTo("paused: route items is not started");
        assertThatThrownBy(() -> job.job().control().resume().toString())
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("the job can't be resumed: route items is not started; start that route");
        job.context().getRouteController().startRoute("items");
        job.awaitState(JobState.SYNCING);
    }

    /** Under load it may take long until the job has opened both ends again. */
    @Test
    void jobThatIsBeingResumedIsNotPausedAnyMore() throws Exception {
        // given
        start();
        job.job().control().pause();
        try (var blocker = target.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE " + job.positionTable());

            // when
            CompletableFuture<String> resuming = CompletableFuture.supplyAsync(
                    () -> job.job().control().resume().toString());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> job.job().status().view().state() != JobState.PAUSED);

            // then
            assertThat(resuming.get(1, TimeUnit.MINUTES)).startsWith("the job goes on: prechecking");
            assertThat(job.job().control().resume().toString()).startsWith("the job is not paused: prechecking");
        }
        job.awaitState(JobState.SYNCING);
    }

    /** The job's state follows the routes after a while. */
    @Test
    void jobWhoseRoutesRunAgainIsResumedAtOnce() throws Exception {
        // given
        start();
        for (int i = 0; i < 2; i++) {
            job.context().getRouteController().stopRoute("items");
            job.awaitState(JobState.PAUSED);
            job.context().getRouteController().startRoute("items");

            // when
            String said = job.job().control().resume().toString();

            // then
            assertThat(said).startsWith("the job ");
            job.awaitState(JobState.SYNCING);
        }
    }

    @Test
    void pauseThatEndsByJmxIsOver() throws Exception {
        // given
        start();
        job.job().control().pause();

        // when
        job.context().getRouteController().resumeRoute(job.captureRoute());
        job.awaitState(JobState.SYNCING);
        job.context().getRouteController().suspendRoute(job.captureRoute());

        // then
        assertThat(job.job().status().describe().toString()).isEqualTo("paused: route capture-pgoutput is suspended");
        assertThat(job.job().control().resume().toString()).startsWith("the job goes on: ");
    }
}
