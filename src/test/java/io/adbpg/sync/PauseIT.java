package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** Routes are stopped, suspended and started by JMX while changes arrive; nothing is lost or applied twice. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class PauseIT {
    @Parameter
    private Capture capture;

    private static final int PAUSES = Integer.getInteger("pauses", 10);
    private static final String CAPTURE = "the capture route";
    private static final List<String> ROUTES = List.of(
            CAPTURE, CAPTURE, "batch", "savings", "items", "lines", "headers", "events", "delete-by-key", "replace");

    @TempDir
    private Path folder;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private TestDatabase source;
    private TestDatabase target;
    private RunningJob job;

    @BeforeEach
    void startJob() throws Exception {
        System.out.println("PauseIT runs with seed " + seed);
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.TABLE_ROUTES);
        job = RunningJob.start(tables.toString(), source, target, Map.of("source.capture", capture.word()));
    }

    @AfterEach
    void stopJob() {
        job.close();
    }

    @Test
    void pausesLoseAndDoubleNothing() throws Exception {
        // given
        TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
        MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 16_000_000);

        // when
        for (int i = 0; i < PAUSES; i++) {
            String route = ROUTES.get(random.nextInt(ROUTES.size()));
            boolean suspends = random.nextBoolean();
            awaitChanges(random.nextInt(3) * random.nextInt(3000));
            call(route, suspends ? "suspend" : "stop");
            if (!route.equals(CAPTURE)) {
                awaitPausedBy(route);
            }
            call(route, suspends && random.nextBoolean() ? "resume" : "start");
        }
        job.awaitState(JobState.SYNCING);
        traffic.stop();
        job.awaitInStep();

        // then
        System.out.println("PauseIT: " + traffic.transactions() + " transactions, " + reader.reads() + " reads");
        assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
        for (String query : MixedTraffic.ALL_ROWS) {
            assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
        }
    }

    @Test
    void stoppedTableRouteHoldsItsChangesBack() throws Exception {
        // given
        call("items", "stop");

        // when
        source.run("INSERT INTO items VALUES (1, 0, 'held back')");
        awaitPausedBy("items");
        assertThat(target.rows("SELECT * FROM items")).isEmpty();
        call("items", "start");
        job.awaitInStep();

        // then
        assertThat(target.rows("SELECT * FROM items")).containsExactly("1|0|held back");
        assertThat(job.job().status().view().state()).isEqualTo(JobState.SYNCING);
    }

    @Test
    void captureStopsAlthoughTheTargetDoesNotAnswer() throws Exception {
        // given
        source.run("INSERT INTO savings VALUES (1, 1); INSERT INTO items VALUES (1, 0, 'first')");
        job.awaitInStep();
        try (var blocker = target.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE savings");

            // when
            source.run("UPDATE items SET version = 1; UPDATE savings SET balance = 2");
            await().atMost(Duration.ofMinutes(1)).until(() -> target.value(
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation =" + " 'savings'::regclass")
                    .equals("1"));
            call(CAPTURE, "stop");

            // then
            assertThat(job.job().status().view().state()).isEqualTo(JobState.STOPPED);
            assertThat(target.rows("SELECT version FROM items")).containsExactly("0");
        }
        call(CAPTURE, "start");
        job.awaitInStep();
        assertThat(target.rows("SELECT version, balance FROM items, savings")).containsExactly("1|2");
    }

    private void awaitChanges(int count) {
        long before = job.job().metrics().changes();
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> job.job().metrics().changes() >= before + count);
    }

    private void awaitPausedBy(String route) {
        await().alias("paused by " + route).atMost(Duration.ofMinutes(1)).until(() -> {
            var view = job.job().status().view();
            return view.state() == JobState.PAUSED && view.reason().contains("route " + route + " ");
        });
    }

    private void call(String which, String operation) throws Exception {
        String route = which.equals(CAPTURE) ? job.captureRoute() : which;
        ObjectName name = new ObjectName("org.apache.camel:context="
                + job.context().getManagementName() + ",type=routes,name=\"" + route + "\"");
        beans.invoke(name, operation, new Object[0], new String[0]);
    }
}
