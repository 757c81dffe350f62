package io.adbpg.sync.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who reads the target all the time, whenever it is there: each query is one statement, and so sees one snapshot.
 */
public final class TargetReader {
    private static final long BREAK_NANOS = 2_000_000;

    private final TestDatabase target;
    private final String query;
    private final List<String> seen = new ArrayList<>();
    private final CompletableFuture<Void> end;
    private volatile boolean stopping;
    private final AtomicInteger reads = new AtomicInteger();
    private int pauses;

    /**
     * Starts to read.
     *
     * @param query gives one row with one text
     */
    public TargetReader(TestDatabase target, String query) {
        this(target, query, 0);
    }

    private TargetReader(TestDatabase target, String query, int pauses) {
        this.target = target;
        this.query = query;
        this.pauses = pauses;
        this.end = CompletableFuture.runAsync(this::run, task -> new Thread(task, "reader").start());
    }

    /** One that does not read before {@link #resume}. */
    public static TargetReader paused(TestDatabase target, String query) {
        return new TargetReader(target, query, 1);
    }

    private void run() {
        while (!stopping) {
            try (Connection connection = target.connect();
                    Statement statement = connection.createStatement()) {
                while (!stopping) {
                    long begin = System.nanoTime();
                    read(statement);
                    // The cores are for the others, most of the time.
                    LockSupport.parkNanos(Math.max(BREAK_NANOS, 4 * (System.nanoTime() - begin)));
                }
                read(statement);
            } catch (SQLException e) {
                if (!TestDatabase.isAway(e)) {
                    throw new IllegalStateException("the reader failed: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(BREAK_NANOS);
            }
        }
    }

    private synchronized void read(Statement statement) throws SQLException {
        if (pauses > 0) {
            return;
        }
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            String text = result.getString(1);
            if (!seen.contains(text)) {
                seen.add(text);
            }
            reads.incrementAndGet();
        }
    }

    /** Lets it read nothing until {@link #resume}, once what it reads now is there. */
    public synchronized void pause() {
        pauses++;
    }

    /** Ends one {@link #pause}. */
    public synchronized void resume() {
        pauses--;
    }

    /** How often it has read by now. */
    public int reads() {
        return reads.get();
    }

    /** Reads once more and stops; returns the different texts that were read, in the order in which they came first. */
    public List<String> stop() {
        stopping = true;
        end.join();
        return seen;
    }
}
