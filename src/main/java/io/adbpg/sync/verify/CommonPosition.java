package io.adbpg.sync.verify;

import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.batch.Fence.Outcome;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.ExportedSnapshot;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Stops the stream for a moment at a position at which there is a snapshot of the source. */
final class CommonPosition {
    /** How long the stream may be held, try by try, until the source has made its snapshot. */
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

    /** One who uses the position. */
    interface User {
        /** A try begins. */
        void begin() throws SQLException;

        /**
         * Uses the snapshot, while the stream goes on to its position.
         *
         * @return whether the snapshot will do
         */
        boolean look(ExportedSnapshot snapshot) throws SQLException;

        /**
         * Uses the moment in which the target holds what the snapshot shows, by the thread of the stream.
         *
         * @param isOpen whether a piece of a later transaction waits on the job's connection for its commit
         * @return whether it would do
         */
        boolean use(ExportedSnapshot snapshot, boolean isOpen) throws Exception;

        /** A try came to nothing. */
        void giveUp() throws SQLException;
    }

    CommonPosition(Settings settings, Fence fence) {
        this.settings = settings;
        this.fence = fence;
    }

    /**
     * Tries until somebody could use a moment.
     *
     * @throws Refusal if the job does not get there
     */
    void reach(User user) throws Exception {
        for (Duration longestWait : LONGEST_WAITS) {
            // What was in the way may be gone then.
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
        throw new Refusal("source and target could not be brought to one position in " + LONGEST_WAITS.size()
                + " tries: long transactions on the source, or a lock on the table; ask again later");
    }

    private boolean reach(User user, Duration longestWait) throws Exception {
        boolean[] isUsed = new boolean[1];
        try (ExportedSnapshot snapshot = new ExportedSnapshot(settings, "verify")) {
            fence.raise(longestWait);
            try {
                snapshot.export();
                fence.stopAt(snapshot.lsn(), isOpen -> isUsed[0] = user.use(snapshot, isOpen));
                boolean isSeen = user.look(snapshot);
                tellPosition();
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

    /** Lets the stream come by although nothing happens on the source. */
    private void tellPosition() {
        try (Connection connection = DriverManager.getConnection(
                        settings.source().url(), settings.source().properties(settings.job()));
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_logical_emit_message(true, 'adbpg_sync', '')");
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }
}
