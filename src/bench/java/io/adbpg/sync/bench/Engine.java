package io.adbpg.sync.bench;

import io.adbpg.sync.support.TestDatabase;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;

/** Debezium's engine as a run: it hands batches of row changes on, and counts them. */
final class Engine implements Contestant.Run {
    private final DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
    private final Thread thread;
    private final Rows rows;
    private final AtomicLong changes = new AtomicLong();
    private final long expected;

    /** Where changes go. */
    interface Rows {
        /** Takes a batch; returns when it is written. */
        void take(List<SourceRecord> changes) throws Exception;

        /** Whether it writes them anywhere. */
        boolean writes();

        /** Ends. */
        void close();
    }

    /**
     * An engine with a slot of its own, which is created here.
     *
     * @param name of slot and publication
     * @param settings that differ from those that all engines have
     */
    Engine(String name, TestDatabase source, Workload workload, Map<String, String> settings, Rows rows) {
        this.rows = rows;
        this.expected = workload.changes();
        String slot = name + "_" + source.name();
        source.run("CREATE PUBLICATION " + name + " FOR ALL TABLES");
        source.run("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        Properties all = new Properties();
        all.putAll(Map.ofEntries(
                Map.entry("name", name),
                Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
                Map.entry("topic.prefix", name),
                Map.entry("database.hostname", "127.0.0.1"),
                Map.entry("database.port", Integer.toString(source.port())),
                Map.entry("database.dbname", source.name()),
                Map.entry("database.user", "postgres"),
                Map.entry("database.password", "unused"),
                Map.entry("slot.name", slot),
                Map.entry("publication.name", name),
                Map.entry("publication.autocreate.mode", "disabled"),
                Map.entry("plugin.name", "pgoutput"),
                Map.entry("snapshot.mode", "no_data"),
                Map.entry("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore"),
                Map.entry("offset.flush.interval.ms", "60000"),
                Map.entry("tombstones.on.delete", "false")));
        all.putAll(settings);
        engine = DebeziumEngine.create(Connect.class)
                .using(all)
                .notifying(this::handle)
                .build();
        thread = new Thread(engine, name);
    }

    private void handle(
            List<ChangeEvent<SourceRecord, SourceRecord>> events,
            DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        List<SourceRecord> batch = events.stream().map(ChangeEvent::value).toList();
        try {
            rows.take(batch);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        committer.markProcessed(events.get(events.size() - 1));
        committer.markBatchFinished();
        changes.addAndGet(batch.size());
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isDone(String lsn) {
        if (!thread.isAlive()) {
            throw new IllegalStateException("the engine has ended");
        }
        return changes.get() >= expected;
    }

    @Override
    public boolean writes() {
        return rows.writes();
    }

    @Override
    public void end() throws IOException, InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            engine.close();
            thread.join();
        }
        rows.close();
    }
}
