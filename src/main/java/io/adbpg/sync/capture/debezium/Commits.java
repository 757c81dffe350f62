package io.adbpg.sync.capture.debezium;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The ends of transactions that Debezium has read, in their order, until the records before them are taken from its queue.
 *
 * <p>Debezium can put a begin and an end into its queue itself, as records with all that may be said of a transaction; for
 * transactions of one row that is most of what goes through it.
 */
final class Commits {
    private final Deque<Commit> commits = new ArrayDeque<>();

    /**
     * The end of a transaction.
     *
     * @param transaction its number
     * @param lsn the position after it
     * @param time when it was committed at the source
     */
    record Commit(long transaction, long lsn, Instant time) {}

    /** Adds the end of a transaction whose records are all in the queue. */
    synchronized void add(Commit commit) {
        commits.add(commit);
    }

    /** How many there are. */
    synchronized int size() {
        return commits.size();
    }

    /** Takes the first {@code count}, and those that follow as long as all are before something. */
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
