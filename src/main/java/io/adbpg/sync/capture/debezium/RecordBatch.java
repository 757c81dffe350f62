package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * All records of a poll as one, with the ends of transactions between and after them: the engine hands each record that it
 * is given to another thread and back, which costs more than to read it.
 *
 * <p>Its offset is the position after the last transaction that ends in it.
 */
final class RecordBatch extends SourceRecord {
    private final transient List<SourceRecord> records;
    private final transient List<Commit> commits;
    private final long end;

    private RecordBatch(Map<String, ?> partition, List<SourceRecord> records, List<Commit> commits, long end) {
        super(partition, Map.of(PostgresOffsetContext.LAST_COMMIT_LSN_KEY, end), "batch", null, null);
        this.records = records;
        this.commits = commits;
        this.end = end;
    }

    /**
     * Makes a batch of what was polled.
     *
     * @param partition of all records
     * @param commits where the ends of transactions are taken from
     * @param complete how many of these are after no other records than these and those of earlier batches
     */
    static RecordBatch of(Map<String, ?> partition, List<SourceRecord> records, Commits commits, int complete) {
        SourceRecord last = null;
        for (int i = records.size() - 1; i >= 0 && last == null; i--) {
            last = RecordDecoder.isEvent(records.get(i)) ? records.get(i) : null;
        }
        SourceRecord lastEvent = last;
        List<Commit> taken =
                commits.take(complete, commit -> lastEvent != null && RecordDecoder.isBefore(commit, lastEvent));
        long end = taken.isEmpty() ? 0 : taken.get(taken.size() - 1).lsn();
        if (last != null && RecordDecoder.isPositionOnly(last)) {
            end = Math.max(end, RecordDecoder.position(last));
        }
        return new RecordBatch(partition, records, taken, end);
    }

    /** The records, in their order. */
    List<SourceRecord> records() {
        return records;
    }

    /** The ends of transactions, in their order. */
    List<Commit> commits() {
        return commits;
    }

    /** The position after the last transaction that ends in it; 0 if none does. */
    long end() {
        return end;
    }

    /** Each batch is another one. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Without the records: they hold a user's data. */
    @Override
    public String toString() {
        return records.size() + " records and the ends of " + commits.size() + " transactions";
    }
}
