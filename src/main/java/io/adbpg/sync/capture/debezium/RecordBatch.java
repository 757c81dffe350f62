package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * All records of a poll as a single record, with the ends of the transactions among them. The engine would pass each
 * record to another thread and back, which costs more than reading it.
 *
 * <p>Its offset is the end of the last transaction that ends in it.
 */
final class RecordBatch extends SourceRecord {
    private transient List<SourceRecord> records;
    private final transient List<Commit> commits;
    private final long end;
    private final boolean isFollowed;
    private final long readBy = System.nanoTime();

    private RecordBatch(
            Map<String, ?> partition, List<SourceRecord> records, List<Commit> commits, long end, boolean isFollowed) {
        super(partition, Map.of(PostgresOffsetContext.LAST_COMMIT_LSN_KEY, end), "batch", null, null);
        this.records = records;
        this.commits = commits;
        this.end = end;
        this.isFollowed = isFollowed;
    }

    /**
     * Makes a batch from the records of a poll.
     *
     * @param partition the source partition of all records
     * @param commits the ends of transactions, of which this batch takes its own
     * @param complete how many of the first ends come after no records but these and those of earlier batches
     * @param isFull whether the poll took as many records as it may, so that there may be more
     */
    static RecordBatch of(
            Map<String, ?> partition, List<SourceRecord> records, Commits commits, int complete, boolean isFull) {
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
        return new RecordBatch(partition, records, taken, end, isFull && commits.size() > 0);
    }

    /** Returns the records, in order. */
    List<SourceRecord> records() {
        return records;
    }

    /** Drops the records, which have been decoded. */
    void release() {
        records = List.of();
    }

    /** Whether the end of another transaction has been read, so that another batch follows. */
    boolean isFollowed() {
        return isFollowed;
    }

    /** Returns the ends of transactions, in order. */
    List<Commit> commits() {
        return commits;
    }

    /** Returns the end of the last transaction that ends in it; 0 if none does. */
    long end() {
        return end;
    }

    /** Returns when all had been read, by {@link System#nanoTime()}. */
    long readBy() {
        return readBy;
    }

    /** Batches are equal only if identical. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Leaves out the records: they contain user data. */
    @Override
    public String toString() {
        return records.size() + " records and the ends of " + commits.size() + " transactions";
    }
}
