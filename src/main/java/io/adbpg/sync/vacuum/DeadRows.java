package io.adbpg.sync.vacuum;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import java.util.HashMap;
import java.util.Map;

/**
 * Estimates how many dead rows each target table has: one for each row that the job has updated or deleted there since the table
 * was last vacuumed or emptied.
 */
final class DeadRows {
    private final Map<TableName, Long> dead = new HashMap<>();
    /** What has been counted of each source table so far. */
    private final Map<TableName, Map<Operation, Long>> counted = new HashMap<>();

    /**
     * Takes what the job has applied of a source table since its start.
     *
     * @param target the target table
     * @param applied net rows by operation
     */
    void count(TableName source, TableName target, Map<Operation, Long> applied) {
        Map<Operation, Long> before = counted.put(source, applied);
        if (since(before, applied, Operation.TRUNCATE) > 0) {
            dead.remove(target);
        }
        long more = since(before, applied, Operation.UPDATE) + since(before, applied, Operation.DELETE);
        dead.merge(target, more, Long::sum);
    }

    private static long since(Map<Operation, Long> before, Map<Operation, Long> now, Operation operation) {
        return now.getOrDefault(operation, 0L) - (before == null ? 0 : before.getOrDefault(operation, 0L));
    }

    /** Adds rows that were counted before the job's start. */
    void restore(TableName target, long rows) {
        dead.merge(target, rows, Long::sum);
    }

    /** Notes that a table has been vacuumed, or has got new files. */
    void areGone(TableName target) {
        dead.remove(target);
    }

    /** Returns the estimate for a target table. */
    long of(TableName target) {
        return dead.getOrDefault(target, 0L);
    }
}
