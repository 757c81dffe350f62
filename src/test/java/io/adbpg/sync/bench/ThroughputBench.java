package io.adbpg.sync.bench;

import io.adbpg.sync.Capture;
import io.adbpg.sync.resume.Lsn;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes per second of the job beside native logical replication and beside Debezium's engine with a consumer that drops
 * everything, on the same backlog: each has a slot of its own, and works it off alone. Prints a Markdown table.
 */
class ThroughputBench {
    private static final String ROW =
            "n, n %% 100, n * 3 %% 1000, 'name ' || n, md5(n::text), n %% 10000 / 7.0, now(), n %% 2 = 0, n / 3.0, '2026-01-01'";
    private static final int RUNS = Integer.getInteger("bench.runs", 3);
    /** Makes every workload so many times smaller, to see that it runs. */
    private static final int SMALLER = Integer.getInteger("bench.smaller", 1);

    @TempDir
    Path folder;

    @Test
    void insertsInTransactionsOfAThousand() throws Exception {
        int transactions = 500 / SMALLER;
        String workload =
                "CREATE PROCEDURE app.work() LANGUAGE plpgsql AS $$ BEGIN FOR t IN 1..%d LOOP INSERT INTO app.t"
                                .formatted(transactions)
                        + " SELECT " + ROW.formatted() + " FROM generate_series(t * 1000 + 1, t * 1000 + 1000) AS n;"
                        + " COMMIT; END LOOP; END $$";
        run("inserts in transactions of 1,000", "SELECT 1", workload, transactions * 1000);
    }

    @Test
    void oneRowUpdates() throws Exception {
        int updates = 200_000 / SMALLER;
        String workload = "CREATE PROCEDURE app.work() LANGUAGE plpgsql AS $$ BEGIN FOR n IN 1..%d LOOP UPDATE app.t"
                        .formatted(updates)
                + " SET a = n, f = clock_timestamp() WHERE id = 1 + (n::bigint * 7919) %% %d; COMMIT; END LOOP; END $$"
                        .formatted(updates / 2);
        run("one-row updates, a transaction each", rows(updates / 2), workload, updates);
    }

    @Test
    void oneUpdateOfAllRows() throws Exception {
        int rows = 1_000_000 / SMALLER;
        String workload = "CREATE PROCEDURE app.work() LANGUAGE plpgsql AS $$ BEGIN UPDATE app.t SET a = a + 1; END $$";
        run("rows updated by one statement", rows(rows), workload, rows);
    }

    private static String rows(int count) {
        return "INSERT INTO app.t SELECT " + ROW.formatted() + " FROM generate_series(1, " + count + ") AS n";
    }

    private void run(String title, String rows, String workload, int changes) throws Exception {
        List<String> table = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            TestDatabase source = TestServers.newSource();
            TestDatabase debezium = TestServers.newTarget();
            TestDatabase pgoutput = TestServers.newTarget();
            TestDatabase natives = TestServers.newTarget();
            for (TestDatabase database : List.of(source, debezium, pgoutput, natives)) {
                database.run(BenchTable.CREATE);
                database.run(rows);
                // As autovacuum would do in a while: a table that was never analyzed is not what is measured.
                database.run("ANALYZE app.t");
            }
            source.run(workload);
            Path tables = Files.writeString(folder.resolve("tables" + run + ".camel.yaml"), BenchTable.ROUTES);
            try (RunningJob first = start(tables, source, debezium, Capture.DEBEZIUM);
                    RunningJob second = start(tables, source, pgoutput, Capture.PGOUTPUT)) {
                first.context().getRouteController().suspendRoute("capture");
                second.context().getRouteController().suspendRoute("capture");
                source.run("CREATE PUBLICATION bench FOR TABLE app.t");
                for (String slot : List.of("native", "raw")) {
                    source.run("SELECT pg_create_logical_replication_slot('" + slot + "_" + source.name()
                            + "', 'pgoutput')");
                }
                source.run("CALL app.work()");
                String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
                // A position after all of it.
                source.run("CHECKPOINT; SELECT pg_logical_emit_message(false, 'bench', '')");

                table.add(raw(source, lsn).row("raw engine", changes));
                table.add(nativeReplication(source, natives, lsn).row("native", changes));
                table.add(job(first, lsn).row("adbpg-sync, debezium", changes));
                table.add(job(second, lsn).row("adbpg-sync, pgoutput", changes));
            }
        }
        System.out.println("\n### " + String.format("%,d ", changes) + title
                + "\n\n| | seconds | changes/s | JVM CPU µs/change |\n|---|---|---|---|");
        table.stream().sorted().forEach(System.out::println);
    }

    private static RunningJob start(Path tables, TestDatabase source, TestDatabase target, Capture capture)
            throws Exception {
        return RunningJob.start(tables.toString(), source, target, Map.of("source.capture", capture.word()));
    }

    /** Lets a job work the backlog off, then stops it. */
    private static CaughtUp job(RunningJob job, String lsn) throws Exception {
        CaughtUp caughtUp = CaughtUp.measure(() -> resume(job), () -> job.written() >= Lsn.parse(lsn));
        String rows = "SELECT * FROM app.t ORDER BY id LIMIT 1000";
        job.awaitSameRows(rows, rows);
        job.context().getRouteController().suspendRoute("capture");
        return caughtUp;
    }

    private static void resume(RunningJob job) {
        try {
            job.context().getRouteController().resumeRoute("capture");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CaughtUp nativeReplication(TestDatabase source, TestDatabase target, String lsn) throws Exception {
        String slot = "native_" + source.name();
        target.run("CREATE SUBSCRIPTION " + slot + " CONNECTION 'host=127.0.0.1 port=" + source.port()
                + " user=postgres"
                + " dbname=" + source.name() + "' PUBLICATION bench WITH (create_slot = false, slot_name = " + slot
                + ", copy_data = false, enabled = false)");
        CaughtUp caughtUp =
                CaughtUp.measure(() -> target.run("ALTER SUBSCRIPTION " + slot + " ENABLE"), () -> source.value(
                                "SELECT confirmed_flush_lsn >= '" + lsn
                                        + "' FROM pg_replication_slots WHERE slot_name = '" + slot + "'")
                        .equals("t"));
        target.run("ALTER SUBSCRIPTION " + slot + " DISABLE; ALTER SUBSCRIPTION " + slot + " SET (slot_name = NONE)");
        target.run("DROP SUBSCRIPTION " + slot);
        return caughtUp;
    }

    private static CaughtUp raw(TestDatabase source, String lsn) throws Exception {
        Properties settings = rawSettings(source);
        AtomicLong reached = new AtomicLong();
        DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine = DebeziumEngine.create(Connect.class)
                .using(settings)
                .notifying((events, committer) -> {
                    for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
                        Object commit = event.value().sourceOffset().get("lsn_commit");
                        if (commit != null) {
                            reached.set(((Number) commit).longValue());
                        }
                    }
                    committer.markProcessed(events.get(events.size() - 1));
                    committer.markBatchFinished();
                })
                .build();
        Thread thread = new Thread(engine, "raw engine");
        long end = Lsn.parse(lsn);
        CaughtUp caughtUp = CaughtUp.measure(thread::start, () -> reached.get() >= end);
        engine.close();
        thread.join();
        return caughtUp;
    }

    /** The settings of the capture route, with a slot of its own and without the text converter. */
    private static Properties rawSettings(TestDatabase source) {
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("name", "raw"),
                Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
                Map.entry("topic.prefix", "raw"),
                Map.entry("database.hostname", "127.0.0.1"),
                Map.entry("database.port", Integer.toString(source.port())),
                Map.entry("database.dbname", source.name()),
                Map.entry("database.user", "postgres"),
                Map.entry("database.password", "unused"),
                Map.entry("slot.name", "raw_" + source.name()),
                Map.entry("publication.name", "bench"),
                Map.entry("publication.autocreate.mode", "disabled"),
                Map.entry("plugin.name", "pgoutput"),
                Map.entry("snapshot.mode", "no_data"),
                Map.entry("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore"),
                Map.entry("offset.flush.interval.ms", "0"),
                Map.entry("provide.transaction.metadata", "true"),
                Map.entry("tombstones.on.delete", "false"),
                Map.entry("poll.interval.ms", "10"),
                Map.entry("max.batch.size", "10000"),
                Map.entry("max.queue.size", "20000")));
        return settings;
    }
}
