package io.adbpg.sync.capture.debezium;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The ends of transactions that Debezium has read, in order, until the records before them are taken from its queue.
 *
 * <p>Debezium could queue a begin and an end record for each transaction, but with transactions of one row these would
 * make up most of its queue.
 */
final class Commits {
    private final Deque<Commit> commits = new ArrayDeque<>();

    /**
     * The end of a transaction.
     *
     * @param transaction the transaction's id
     * @param lsn the end of its commit record
     * @param time when it was committed on the source
     */
    record Commit(long transaction, long lsn, Instant time) {}

    /** Adds the end of a transaction, after all its records have been queued. */
    synchronized void add(Commit commit) {
        commits.add(commit);
    }

    /** Returns the number of ends. */
    synchronized int size() {
        return commits.size();
    }

    /**
     * Takes the first {@code count} ends, and as many more as the predicate accepts without a gap from the first on.
     */
    synchronized List<Commit> take(int count, Predicate<Commit> isBefore) {
        List<Commit> taken = new ArrayList<>();
        boolean areBefore = true;
        while (!commits.isEmpty()) {
            areBefore = areBefore && isBefore.test(commits.peek());
            if (!areBefore && taken.size() >= count) {
                break;
            }
            taken.add(commits.poll());
        }
        return taken;
    }
}
