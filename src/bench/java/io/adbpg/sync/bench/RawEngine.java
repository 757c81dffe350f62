package io.adbpg.sync.bench;

import io.adbpg.sync.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Debezium's engine with a consumer that drops everything: the limit of a capture by Debezium. */
final class RawEngine implements Contestant {
    /** As in the capture route. */
    static final Map<String, String> SIZES =
            Map.of("poll.interval.ms", "10", "max.batch.size", "10000", "max.queue.size", "20000");

    private static final Engine.Rows NOWHERE = new Engine.Rows() {
        @Override
        public void take(List<SourceRecord> changes) {}

        @Override
        public boolean writes() {
            return false;
        }

        @Override
        public void close() {}
    };

    @Override
    public String name() {
        return "raw Debezium engine";
    }

    @Override
    public Run prepare(TestDatabase source, TestDatabase target, Workload workload) {
        return new Engine("raw", source, workload, SIZES, NOWHERE);
    }
}
