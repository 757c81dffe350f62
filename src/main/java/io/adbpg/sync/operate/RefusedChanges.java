package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;

/** What is in quarantine, by table, as the target told it last: it is asked again when the number of changes is another. */
final class RefusedChanges {
    private static final Duration OLD = Duration.ofMinutes(1);

    private final LongSupplier size;
    private volatile Map<TableName, OfTable> tables = Map.of();
    private long asked;
    private Instant askedAt = Instant.MIN;

    /**
     * What is in quarantine of a table.
     *
     * @param changes how many changes
     * @param message why the newest of them was refused; null for one that only follows a refused change
     * @param at when that was
     */
    record OfTable(long changes, String message, Instant at) {
        /** One line for the user. */
        Message text() {
            Message many = changes == 1
                    ? Message.of("1 change is in quarantine")
                    : Message.of("{0} changes are in quarantine", changes);
            return message == null ? many : Message.of("{0}, refused by the target: {1}", many, message);
        }
    }

    /** Asks the target. */
    @FunctionalInterface
    interface Question {
        /** What is in quarantine by now; null if the target does not answer. */
        Map<TableName, OfTable> ask();
    }

    /** @param size how many changes are in quarantine */
    RefusedChanges(LongSupplier size) {
        this.size = size;
    }

    /** Asks if the answer may have changed. */
    synchronized void look(Instant now, Question target) {
        long current = size.getAsLong();
        if (current == 0) {
            tables = Map.of();
            asked = 0;
        } else if (current != asked || askedAt.isBefore(now.minus(OLD))) {
            Map<TableName, OfTable> found = target.ask();
            if (found != null) {
                tables = found;
                asked = current;
                askedAt = now;
            }
        }
    }

    /** What is in quarantine, by source table. */
    Map<TableName, OfTable> tables() {
        return size.getAsLong() == 0 ? Map.of() : tables;
    }
}
