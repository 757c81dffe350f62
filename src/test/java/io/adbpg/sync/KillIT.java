package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The job's JVM is killed and its connections are cut, again and again; nothing is lost or applied twice. By {@code test_decoding} from
 * a server that has nothing else.
 */
@ParameterizedClass(name = "by {0}")
@EnumSource(Capture.class)
class KillIT {
    private static final ServerPair OLD = ServerPair.of("9.6-16").findFirst().orElseThrow();

    private static final int KILLS = Integer.getInteger("kills", 8);

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = capture == Capture.TEST_DECODING ? OLD.newSource() : TestServers.newSource();
        target = TestServers.newTarget();
    }

    @AfterAll
    static void stopOldServer() throws IOException {
        OLD.close();
    }

    @Test
    void targetIsEqualAfterManyKills() throws Exception {
        // given
        long seed = System.nanoTime();
        System.out.println("KillIT runs with seed " + seed);
        Random random = new Random(seed);
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);

        try (JobProcess job = JobProcess.in(folder, MixedTraffic.TABLE_ROUTES, source, target, capture)) {
            // when
            TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
            job.start();
            // Perhaps while it creates its slot.
            job.run(Duration.ofMillis(random.nextInt(4000)));
            job.kill();
            job.start();
            job.awaitThat("the job has a slot", job::knowsPosition);
            MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 16_000_000);
            for (int kill = 1; kill < KILLS; kill++) {
                reachMoment(job, random);
                job.kill();
                job.start();
            }
            job.awaitThat("the job applies", () -> isApplying());
            traffic.stop();
            job.awaitInStep();

            // then
            System.out.println("KillIT: " + traffic.transactions() + " transactions, " + reader.reads() + " reads");
            assertThat(reader.reads()).isPositive();
            assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
            for (String query : MixedTraffic.ALL_ROWS) {
                assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
            }
            assertPositionIsSane(job);
        }
    }

    @Test
    void largeTransactionArrivesWholeInLittleMemory() throws Exception {
        // given
        String tables = "CREATE TABLE large (id int PRIMARY KEY, text text); CREATE TABLE other (id int, text text);";
        source.run(tables + "ALTER TABLE other REPLICA IDENTITY FULL; INSERT INTO large VALUES (0, 'before')");
        target.run(tables + "INSERT INTO large VALUES (0, 'before')");
        String routes = MixedTraffic.route("large") + MixedTraffic.route("other");

        try (JobProcess job = JobProcess.in(folder, routes, source, target, capture, "-Xmx256m")) {
            job.start();
            job.awaitThat("the job has a slot", job::knowsPosition);
            TargetReader reader = new TargetReader(
                    target, "SELECT (SELECT count(*) FROM large) || ' and ' || (SELECT count(*) FROM other)");

            // when
            source.run("INSERT INTO large SELECT n, repeat('x', 200) FROM generate_series(1, 150000) AS n;"
                    + "INSERT INTO other SELECT n % 1000, repeat('y', 200) FROM generate_series(1, 100000) AS n;"
                    + "UPDATE large SET text = 'updated' WHERE id < 50000");
            job.awaitThat("the transaction is open on the target", this::isApplying);
            job.kill();
            job.start();
            long half = size("large") + 10_000_000;
            job.awaitThat("half of the transaction is written", () -> isApplying() && size("large") > half);
            job.kill();
            job.start();
            job.awaitThat("the transaction is open on the target", this::isApplying);
            cutTargetConnection();
            job.awaitInStep();

            // then
            assertThat(reader.stop()).containsExactly("1 and 0", "150001 and 100000");
            assertThat(target.rows("SELECT * FROM large ORDER BY id"))
                    .isEqualTo(source.rows("SELECT * FROM large ORDER BY id"));
            String duplicates = "SELECT id, text, count(*) FROM other GROUP BY id, text ORDER BY id";
            assertThat(target.rows(duplicates)).isEqualTo(source.rows(duplicates));
            assertPositionIsSane(job);
        }
    }

    /** When to kill the job: while the program starts, after it has connected, within a batch, or later. */
    private void reachMoment(JobProcess job, Random random) throws InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> job.run(Duration.ofMillis(random.nextInt(3000)));
            case 1 -> job.awaitThat("the job is connected", this::isConnected);
            case 2 -> job.awaitThat("the job streams", () -> isStreaming(job));
            case 3 -> {
                job.awaitThat("the job is connected", this::isConnected);
                cutTargetConnection();
                job.run(Duration.ofMillis(random.nextInt(500)));
            }
            case 4 -> {
                job.awaitThat("the job streams", () -> isStreaming(job));
                cutSourceConnection(job);
                job.run(Duration.ofMillis(random.nextInt(500)));
            }
            default -> {
                String before = position(job);
                job.awaitThat("the job moves on", () -> !position(job).equals(before));
                job.run(Duration.ofMillis(random.nextInt(500)));
                job.awaitThat("the job applies", this::isApplying);
            }
        }
    }

    private static final String JOB_ON_TARGET =
            " FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'adbpg-sync%'";

    private boolean isConnected() {
        return isTrue(target, "SELECT count(*) > 0" + JOB_ON_TARGET);
    }

    private boolean isApplying() {
        // Not by backend_xid: a Greenplum kernel's coordinator has none of its own.
        return isTrue(
                target,
                "SELECT count(*) > 0" + JOB_ON_TARGET
                        + " AND pid IN (SELECT pid FROM pg_locks WHERE mode = 'RowExclusiveLock' AND granted)");
    }

    private boolean isStreaming(JobProcess job) {
        return isTrue(
                source,
                "SELECT count(*) > 0 FROM pg_replication_slots WHERE active_pid IS NOT NULL AND slot_name = '"
                        + job.slot() + "'");
    }

    private void cutTargetConnection() {
        target.rows("SELECT pg_terminate_backend(pid)" + JOB_ON_TARGET);
    }

    private void cutSourceConnection(JobProcess job) {
        source.rows("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active_pid IS NOT NULL"
                + " AND slot_name = '" + job.slot() + "'");
    }

    private static boolean isTrue(TestDatabase database, String query) {
        return database.look(query).equals("t");
    }

    private long size(String table) {
        return Long.parseLong(target.look("SELECT pg_relation_size('" + table + "')"));
    }

    private String position(JobProcess job) {
        return target.look("SELECT lsn FROM " + job.positionTable());
    }

    private void assertPositionIsSane(JobProcess job) {
        // Read the slot first, since it follows the position.
        String confirmed = source.value(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + job.slot() + "'");
        List<String> positions = target.rows("SELECT lsn FROM " + job.positionTable());
        String end = source.walEnd();
        assertThat(positions).hasSize(1);
        assertThat(isTrue(
                        source,
                        "SELECT '" + positions.get(0) + "'::pg_lsn BETWEEN '" + confirmed + "' AND '" + end + "'"))
                .as("position " + positions + " is between the slot's " + confirmed + " and the source's " + end)
                .isTrue();
    }
}
