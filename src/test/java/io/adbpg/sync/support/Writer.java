package io.adbpg.sync.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Somebody who writes to a source, one transaction after the other, some of them taken back, until he is stopped.
 *
 * <p>He goes on when the server ends his session, or another writer was first.
 */
public final class Writer {
    /** Deadlocks, locks that were not given in time, and keys that another one has taken. */
    private static final Set<String> IN_THE_WAY = Set.of("40", "55", "23");

    private static final long LONGEST_BREAK_NANOS = 100_000_000;

    private final TestDatabase source;
    private final Random random;
    private final BooleanSupplier targetIsNear;
    private final Transaction transaction;
    private final CompletableFuture<Void> end;
    private final AtomicInteger committed = new AtomicInteger();
    private volatile boolean stopping;

    /** What is done between a begin and a commit. */
    @FunctionalInterface
    public interface Transaction {
        /** Writes; called again and again. */
        void write(Connection connection, Statement statement) throws SQLException, IOException;
    }

    /**
     * Starts to write.
     *
     * @param targetIsNear false while the target is so far behind that the writer waits
     */
    public Writer(TestDatabase source, Random random, BooleanSupplier targetIsNear, Transaction transaction) {
        this.source = source;
        this.random = random;
        this.targetIsNear = targetIsNear;
        this.transaction = transaction;
        this.end = CompletableFuture.runAsync(this::run, task -> new Thread(task, "writer").start());
    }

    /** How many transactions were committed. */
    public int transactions() {
        return committed.get();
    }

    /** Fails if he has failed. */
    public void check() {
        if (end.isDone()) {
            end.join();
        }
    }

    /** Ends after the current transaction; fails if he has failed before. */
    public void stop() {
        stopping = true;
        end.join();
    }

    private void run() {
        while (!stopping) {
            try (Connection connection = source.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!stopping) {
                    awaitTarget();
                    long begin = System.nanoTime();
                    write(connection, statement);
                    // Each change costs the job and the target as much again, and the cores are for all.
                    LockSupport.parkNanos(Math.min(LONGEST_BREAK_NANOS, 2 * (System.nanoTime() - begin)));
                }
            } catch (SQLException e) {
                if (!TestDatabase.isAway(e)) {
                    throw new IllegalStateException("the traffic failed: " + e.getMessage(), e);
                }
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            } catch (IOException e) {
                throw new IllegalStateException("the traffic failed: " + e.getMessage(), e);
            }
        }
    }

    private void awaitTarget() {
        if (targetIsNear.getAsBoolean()) {
            return;
        }
        await().atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> stopping || targetIsNear.getAsBoolean());
    }

    private void write(Connection connection, Statement statement) throws SQLException, IOException {
        try {
            transaction.write(connection, statement);
            if (random.nextInt(20) == 0) {
                connection.rollback();
            } else {
                connection.commit();
                committed.incrementAndGet();
            }
        } catch (SQLException e) {
            if (!IN_THE_WAY.contains(e.getSQLState().substring(0, 2))) {
                throw e;
            }
            connection.rollback();
        }
    }
}
