package io.adbpg.sync.verify;

import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.batch.Fence.Outcome;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.ExportedSnapshot;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Stops the stream for a moment at a position for which there is a snapshot of the source. */
final class CommonPosition {
    /** How long the stream waits, try by try, for the source to export its snapshot. */
    private static final List<Duration> LONGEST_WAITS = List.of(
            Duration.ZERO,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LOCKED = "55P03";

    private final Settings settings;
    private final Fence fence;

    /** Uses the position. Each try calls these methods in order. */
    interface User {
        /** Prepares a try. */
        void begin() throws SQLException;

        /**
         * Uses the snapshot, while the stream still moves towards its position.
         *
         * @return false to give this try up
         */
        boolean look(ExportedSnapshot snapshot) throws SQLException;

        /**
         * Uses the moment when the target holds what the snapshot shows, on the stream's thread.
         *
         * @param isOpen whether the job's connection has an open transaction, with pieces of a later source transaction
         * @return false to give this try up
         */
        boolean use(ExportedSnapshot snapshot, boolean isOpen) throws Exception;

        /** Cleans up after a try that was given up or failed. */
        void giveUp() throws SQLException;
    }

    CommonPosition(Settings settings, Fence fence) {
        this.settings = settings;
        this.fence = fence;
    }

    /**
     * Tries until the user has used a moment.
     *
     * @throws Refusal if no try succeeds
     */
    void reach(User user) throws Exception {
        for (Duration longestWait : LONGEST_WAITS) {
            // Whatever made the last try fail may be gone by then.
            LockSupport.parkNanos(longestWait.toNanos() / 8);
            boolean isReached = false;
            try {
                user.begin();
                isReached = reach(user, longestWait);
                if (isReached) {
                    return;
                }
            } finally {
                if (!isReached) {
                    user.giveUp();
                }
            }
        }
        throw new Refusal("source and target could not be brought to the same position in " + LONGEST_WAITS.size()
                + " tries, because of long transactions on the source or a lock on the table; try again later");
    }

    private boolean reach(User user, Duration longestWait) throws Exception {
        boolean[] isUsed = new boolean[1];
        try (ExportedSnapshot snapshot = new ExportedSnapshot(settings, "verify")) {
            fence.raise(longestWait);
            try {
                snapshot.export();
                fence.stopAt(snapshot.lsn(), isOpen -> isUsed[0] = user.use(snapshot, isOpen));
                boolean isSeen = user.look(snapshot);
                emitMessage();
                boolean isReached = isSeen && fence.await(LIMIT) == Outcome.REACHED;
                snapshot.end();
                return isReached && isUsed[0];
            } finally {
                fence.lower();
            }
        } catch (SQLException e) {
            if (LOCKED.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** Writes to the source's WAL, so that the stream reaches the position even if nothing else happens. */
    private void emitMessage() {
        try (Connection connection = settings.source().connect(settings.job());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_logical_emit_message(true, 'adbpg_sync', '')");
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }
}
