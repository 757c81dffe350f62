package io.adbpg.sync.bench;

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
    private static final String TABLE =
            """
            CREATE SCHEMA app;
            CREATE TABLE app.t (id bigint PRIMARY KEY, a int, b int, c text, d text, e numeric(12,2), f timestamptz,
                                g boolean, h double precision, i date);
            """;
    private static final String ROW =
            "n, n %% 100, n * 3 %% 1000, 'name ' || n, md5(n::text), n %% 10000 / 7.0, now(), n %% 2 = 0, n / 3.0, '2026-01-01'";
    private static final String TABLES =
            """
            - templatedRoute:
                routeId: t
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.t }
                  - { name: target, value: app.t }
            """;
    private static final int RUNS = Integer.getInteger("bench.runs", 3);

    @TempDir
    Path folder;

    @Test
    void insertsInTransactionsOfAThousand() throws Exception {
        String workload =
                "CREATE PROCEDURE app.work() LANGUAGE plpgsql AS $$ BEGIN FOR t IN 0..499 LOOP INSERT INTO app.t"
                        + " SELECT " + ROW.formatted()
                        + " FROM generate_series(t * 1000 + 1, t * 1000 + 1000) AS n; COMMIT;"
                        + " END LOOP; END $$";
        run("500,000 inserts in transactions of 1,000", "SELECT 1", workload, 500_000);
    }

    @Test
    void oneRowUpdates() throws Exception {
        String rows = "INSERT INTO app.t SELECT " + ROW.formatted() + " FROM generate_series(1, 100000) AS n";
        String workload =
                "CREATE PROCEDURE app.work() LANGUAGE plpgsql AS $$ BEGIN FOR n IN 1..200000 LOOP UPDATE app.t"
                        + " SET a = n, f = clock_timestamp() WHERE id = 1 + (n::bigint * 7919) % 100000; COMMIT; END LOOP; END $$";
        run("200,000 one-row updates, a transaction each", rows, workload, 200_000);
    }

    private void run(String title, String rows, String workload, int changes) throws Exception {
        List<String> table = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            TestDatabase source = TestServers.newSource();
            TestDatabase ours = TestServers.newTarget();
            TestDatabase natives = TestServers.newTarget();
            for (TestDatabase database : List.of(source, ours, natives)) {
                database.run(TABLE);
                database.run(rows);
            }
            source.run(workload);
            Path tables = Files.writeString(folder.resolve("tables" + run + ".camel.yaml"), TABLES);
            try (RunningJob job = RunningJob.start(tables.toString(), source, ours)) {
                job.context().getRouteController().suspendRoute("capture");
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
                table.add(CaughtUp.measure(() -> resume(job), () -> job.written() >= Lsn.parse(lsn))
                        .row("adbpg-sync", changes));
                job.awaitSameRows(
                        "SELECT * FROM app.t ORDER BY id LIMIT 1000", "SELECT * FROM app.t ORDER BY id LIMIT 1000");
            }
        }
        System.out.println("\n### " + title + "\n\n| | seconds | changes/s | JVM CPU µs/change |\n|---|---|---|---|");
        table.stream().sorted().forEach(System.out::println);
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
