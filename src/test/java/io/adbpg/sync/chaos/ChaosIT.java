package io.adbpg.sync.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Cluster;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A job between two servers that are written to, while at random all goes wrong that can.
 *
 * <p>{@code -Dchaos.seconds} says for how long, {@code -Dchaos.seed} which faults come in which order, and whether copies of the job
 * stand by and its route files come from a ConfigMap. {@code -Dchaos.faults} is a pattern of the titles of the faults, {@code -Dchaos.standby}
 * and {@code -Dchaos.mounted} set what the seed draws.
 */
class ChaosIT {
    private static final long FARTHEST_BYTES = 4_000_000;
    private static final String VIOLATIONS =
            "SELECT (" + MixedTraffic.VIOLATIONS + ") || (" + RoughTraffic.VIOLATIONS + ")";
    private static final String TABLES = MixedTraffic.TABLE_ROUTES + RoughTraffic.TABLE_ROUTES;
    private static final List<String> ROUGH_ROWS = List.of(
            "SELECT id, title, md5(body), meta, version FROM documents ORDER BY id",
            "SELECT sku, region, price FROM prices ORDER BY md5(sku), region",
            "SELECT * FROM seats ORDER BY id",
            "SELECT * FROM cleared ORDER BY id",
            "SELECT * FROM comes ORDER BY id",
            "SELECT * FROM bulk ORDER BY id");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Map<String, Integer> struck = new TreeMap<>();

    @ParameterizedTest(name = "by {0}")
    @PublishedCaptures
    void nothingIsLostOrDoubled(Capture capture) throws Exception {
        System.out.println("ChaosIT by " + capture.word() + " runs with seed " + seed + " in " + folder);
        Map<String, String> patience =
                Map.of("wal_sender_timeout", Scene.PATIENCE_MILLIS + "ms", "synchronous_commit", "on");
        try (RestartableServer sourceServer = RestartableServer.start(patience);
                StoppableServer targetServer = targetServer();
                FaultyLink sourceLink =
                        new FaultyLink(sourceServer.database("source").port());
                FaultyLink targetLink =
                        new FaultyLink(targetServer.database("target").port())) {
            Optional<SmallDisk> disk =
                    Cluster.maintenance().isPresent() ? Optional.empty() : SmallDisk.mount(folder.resolve("disk"), 400);
            TestDatabase source = sourceServer.database("source");
            TestDatabase target = newTarget(targetServer.database("target"), disk);
            source.run(MixedTraffic.SOURCE_TABLES + RoughTraffic.SOURCE_TABLES);
            target.run(Cluster.tables(MixedTraffic.TARGET_TABLES + RoughTraffic.TARGET_TABLES));
            String tables = TABLES + RoughTraffic.COMING_ROUTE;
            Map<String, String> settings = new HashMap<>(Map.of(
                    "source.capture",
                    capture.word(),
                    "source.port",
                    Integer.toString(sourceLink.port()),
                    "target.port",
                    Integer.toString(targetLink.port()),
                    "sync.initial-load",
                    "copy",
                    "sync.existing-data",
                    "truncate",
                    "sync.schema-changes",
                    "follow",
                    "sync.job",
                    "chaos"));
            SplittableRandom kind = new SplittableRandom(seed ^ capture.word().hashCode());
            boolean standsBy = isOrDraw("chaos.standby", kind);
            boolean mounted = isOrDraw("chaos.mounted", kind);
            settings.put("sync.standby", Boolean.toString(standsBy));
            System.out.println("ChaosIT: sync.standby=" + standsBy + ", route files mounted: " + mounted);
            try (ChaosJob job = new ChaosJob(folder.resolve("job"), tables, source, target, settings, mounted);
                    ChaosJob second = new ChaosJob(folder.resolve("second"), tables, source, target, settings, false)) {
                run(new Scene(
                        job,
                        second,
                        sourceServer,
                        targetServer,
                        source,
                        target,
                        sourceLink,
                        targetLink,
                        TABLES,
                        disk,
                        TargetReader.paused(target, VIOLATIONS)));
            } finally {
                if (disk.isPresent()) {
                    disk.get().close();
                }
            }
        }
    }

    /** What a property says, or else chance. */
    private static boolean isOrDraw(String property, SplittableRandom random) {
        boolean drawn = random.nextBoolean();
        String given = System.getProperty(property);
        return given == null ? drawn : Boolean.parseBoolean(given);
    }

    private static StoppableServer targetServer() throws IOException {
        Optional<StoppableServer> cluster = Cluster.server();
        return cluster.isPresent() ? cluster.get() : RestartableServer.start(Map.of());
    }

    private static TestDatabase newTarget(TestDatabase server, Optional<SmallDisk> disk) throws Exception {
        if (disk.isEmpty()) {
            System.out.println("ChaosIT: a disk can't be filled here");
            return server;
        }
        server.run("CREATE TABLESPACE small LOCATION '" + disk.get().newFolder("target") + "'");
        server.run("CREATE DATABASE small TABLESPACE small");
        return server.sibling("small");
    }

    private void run(Scene scene) throws Exception {
        // given
        ChaosJob job = scene.job();
        TestDatabase source = scene.source();
        TestDatabase target = scene.target();
        List<Fault> faults = Fault.all(scene);
        AtomicInteger ids = new AtomicInteger();
        MixedTraffic mixed = new MixedTraffic(source, new Random(seed), () -> isNear(job));
        RoughTraffic first = new RoughTraffic(source, new Random(seed + 1), ids, () -> isNear(job));
        RoughTraffic second = new RoughTraffic(source, new Random(seed + 2), ids, () -> isNear(job));
        job.process().start();
        awaitThat(job, "the job has a position", () -> job.process().knowsPosition());
        job.kill();
        awaitThat(job, "all tables are loaded", job::isSyncing);
        first.alter();
        TargetReader reader = scene.reader();
        reader.resume();

        // when
        Random random = new Random(seed);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("chaos.seconds")).toNanos();
        while (System.nanoTime() < end) {
            strike(scene, faults, random);
            mixed.check();
            first.check();
            second.check();
            assertThat(job.process().isAlive())
                    .as(() -> "the job runs; it says:\n" + job.output())
                    .isTrue();
            if (random.nextInt(3) > 0) {
                awaitProgress(job, source, target);
            }
        }
        scene.endAll();
        awaitThat(job, "the job is in step", () -> {
            job.ask("/api/resume");
            return job.isSyncing();
        });
        mixed.stop();
        first.stop();
        second.stop();
        String last = source.value("SELECT pg_current_wal_insert_lsn()");
        job.process().awaitInStep();
        awaitThat(job, "all tables are in step", job::isSyncing);
        awaitThat(job, "the source may forget what is before " + last, () -> source.value(
                        "SELECT confirmed_flush_lsn >= '" + last + "' FROM pg_replication_slots WHERE slot_name = '"
                                + job.process().slot() + "'")
                .equals("t"));

        // then
        System.out.println(
                "ChaosIT: " + struck + ", " + (mixed.transactions() + first.transactions() + second.transactions())
                        + " transactions, " + reader.reads() + " reads");
        assertEqual(source, target);
        Program.Result verified = job.verify();
        assertThat(verified.exitStatus())
                .as(() -> verified.out() + verified.err())
                .isZero();
        assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
        for (ChaosJob copy : List.of(job, scene.second())) {
            assertThat(copy.output().lines().filter(line -> line.startsWith("\tat ")))
                    .as("stack traces")
                    .isEmpty();
        }
    }

    private void strike(Scene scene, List<Fault> faults, Random random) throws Exception {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = random.nextInt(3) / 2; i >= 0; i--) {
            Fault fault = faults.get(random.nextInt(faults.size()));
            Random own = new Random(random.nextLong());
            struck.merge(fault.title(), 1, Integer::sum);
            System.out.println("ChaosIT: " + fault.title());
            running.add(CompletableFuture.runAsync(() -> strike(scene, fault, own)));
        }
        for (CompletableFuture<Void> fault : running) {
            fault.get();
        }
    }

    private static void strike(Scene scene, Fault fault, Random random) {
        try {
            fault.strike(scene, random);
        } catch (Exception e) {
            throw new IllegalStateException("the attack failed: " + e.getMessage(), e);
        }
    }

    /** While the source is away nothing is written. */
    private static boolean isNear(ChaosJob job) {
        try {
            return job.process().backlog() < FARTHEST_BYTES;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void awaitProgress(ChaosJob job, TestDatabase source, TestDatabase target) {
        String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
        awaitThat(job, "the job has come to " + lsn, () -> {
            job.ask("/api/resume");
            return target.value(
                            "SELECT lsn >= '" + lsn + "' FROM " + job.process().positionTable())
                    .equals("t");
        });
    }

    private static void awaitThat(ChaosJob job, String what, Callable<Boolean> condition) {
        job.process().awaitThat(what, condition);
    }

    private static void assertEqual(TestDatabase source, TestDatabase target) {
        List<String> queries = new ArrayList<>(MixedTraffic.ALL_ROWS);
        queries.addAll(ROUGH_ROWS);
        String columns = source.value("SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                + " WHERE attrelid = 'growing'::regclass AND attnum > 0 AND NOT attisdropped");
        queries.add("SELECT " + columns + " FROM growing ORDER BY id");
        for (String query : queries) {
            List<String> expected = source.rows(query);
            List<String> actual = target.rows(query);
            if (!actual.equals(expected)) {
                throw new AssertionError(query + ": " + differences(expected, actual));
            }
        }
    }

    private static String differences(List<String> expected, List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(new HashSet<>(actual));
        List<String> extra = new ArrayList<>(actual);
        extra.removeAll(new HashSet<>(expected));
        return expected.size() + " rows on the source, " + actual.size() + " on the target; only on the source: "
                + missing.stream().limit(5).toList() + ", only on the target: "
                + extra.stream().limit(5).toList();
    }
}
