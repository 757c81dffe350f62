package io.adbpg.sync.bench;

import io.adbpg.sync.support.TestDatabase;
import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's engine that feeds Debezium's own JDBC sink in the same JVM: what users would build.
 *
 * @param tuned by larger batches, its reduction buffer and the driver's rewriting of inserts; else both have their
 *     default sizes
 */
record JdbcSink(boolean tuned) implements Contestant {
    @Override
    public String name() {
        return "Debezium JDBC sink, " + (tuned ? "tuned" : "default sizes");
    }

    @Override
    public Run prepare(TestDatabase source, TestDatabase target, Workload workload) {
        return new Engine(
                tuned ? "sink_tuned" : "sink", source, workload, tuned ? RawEngine.SIZES : Map.of(), sink(target));
    }

    private Engine.Rows sink(TestDatabase target) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                "sink",
                "connection.url",
                "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.name()
                        + (tuned ? "?reWriteBatchedInserts=true" : ""),
                "connection.username",
                target.user(),
                "connection.password",
                "unused",
                "insert.mode",
                "upsert",
                "delete.enabled",
                "true",
                "primary.key.mode",
                "record_key",
                "collection.name.format",
                "app.${source.table}"));
        if (tuned) {
            settings.put("batch.size", "10000");
            settings.put("use.reduction.buffer", "true");
        }
        JdbcSinkConnectorTask task = new JdbcSinkConnectorTask();
        return new Engine.Rows() {
            private boolean isStarted;
            private long offset;

            @Override
            public void take(List<SourceRecord> changes) {
                if (!isStarted) {
                    task.start(settings);
                    isStarted = true;
                }
                List<SinkRecord> records = new ArrayList<>(changes.size());
                for (SourceRecord change : changes) {
                    records.add(new SinkRecord(
                            change.topic(),
                            0,
                            change.keySchema(),
                            change.key(),
                            change.valueSchema(),
                            change.value(),
                            offset++));
                }
                task.put(records);
                if (task.getLastProcessingException() != null) {
                    throw new IllegalStateException(task.getLastProcessingException());
                }
            }

            @Override
            public boolean writes() {
                return true;
            }

            @Override
            public void close() {
                task.stop();
            }
        };
    }
}
