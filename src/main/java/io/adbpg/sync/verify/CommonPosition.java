package io.adbpg.sync.verify;

import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.batch.Fence.Outcome;
import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.ExportedSnapshot;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    /** How long a session that is over, or not open yet, is waited for; each that comes is a try. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String LOCKED = "55P03";
    private static final Set<JobState> BETWEEN_SESSIONS =
            EnumSet.of(JobState.PRECHECKING, JobState.LOADING, JobState.SYNCING);

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final Settings settings;
    private final JobStatus status;
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

    CommonPosition(Settings settings, JobStatus status, Fence fence) {
        this.settings = settings;
        this.status = status;
        this.fence = fence;
    }

    /**
     * Tries until the user has used a moment. Where the job changes from one session to the next meanwhile, as it does whenever
     * a table that waits is tried again, that is waited for.
     *
     * @throws Refusal if no try succeeds
     */
    void reach(User user) throws Exception {
        long end = System.nanoTime() + LONGEST_PAUSE.toNanos();
        for (int tries = 0; tries < LONGEST_WAITS.size(); ) {
            Duration longestWait = LONGEST_WAITS.get(tries);
            // Whatever made the last try fail may be gone by then.
            LockSupport.parkNanos(longestWait.toNanos() / 8);
            Outcome outcome = Outcome.MISSED;
            try {
                user.begin();
                outcome = reach(user, longestWait);
            } finally {
                if (outcome != Outcome.REACHED) {
                    user.giveUp();
                }
            }
            switch (outcome) {
                case REACHED -> {
                    return;
                }
                case INTERRUPTED -> requireNextSession(end);
                case MISSED -> tries++;
            }
        }
        throw Refusal.of(
                "source and target could not be brought to the same position in {0} tries, because of long"
                        + " transactions on the source or a lock on the table; try again later",
                LONGEST_WAITS.size());
    }

    /** Goes on with the next session, if one is to be expected soon. */
    private void requireNextSession(long end) {
        JobStatus.View now = status.view();
        if (!BETWEEN_SESSIONS.contains(now.state()) || System.nanoTime() > end) {
            throw Refusal.of(
                    "the job applies no changes just now: it is {0}; ask again when it is in step", status.describe());
        }
        LOG.info("verify waits for the job's next session, and goes on then; the job is {}", status.describe());
        LockSupport.parkNanos(LOOK_NANOS);
    }

    private Outcome reach(User user, Duration longestWait) throws Exception {
        boolean[] isUsed = new boolean[1];
        try (ExportedSnapshot snapshot = new ExportedSnapshot(settings, "verify", abilities())) {
            if (!fence.raise(longestWait)) {
                return Outcome.INTERRUPTED;
            }
            try {
                snapshot.export();
                fence.stopAt(snapshot.lsn(), isOpen -> isUsed[0] = user.use(snapshot, isOpen));
                boolean isSeen = user.look(snapshot);
                emitMessage();
                Outcome outcome = isSeen ? fence.await(LIMIT) : Outcome.MISSED;
                snapshot.end();
                return outcome == Outcome.REACHED && !isUsed[0] ? Outcome.MISSED : outcome;
            } finally {
                fence.lower();
            }
        } catch (SQLException e) {
            if (LOCKED.equals(e.getSQLState())) {
                return Outcome.MISSED;
            }
            throw e;
        }
    }

    /** Writes to the source's WAL, so that the stream reaches the position even if nothing else happens. */
    private Abilities abilities() throws SQLException {
        try (Connection connection = settings.source().connect(settings.job())) {
            // As precise as it has to be.
            return settings.abilities(connection.getMetaData().getDatabaseMajorVersion() * 10_000);
        }
    }

    private void emitMessage() {
        try (Connection connection = settings.source().connect(settings.job());
                Statement statement = connection.createStatement()) {
            DatabaseMetaData server = connection.getMetaData();
            boolean hasMessages = server.getDatabaseMajorVersion() > 9 || server.getDatabaseMinorVersion() >= 6;
            statement.execute(
                    hasMessages ? "SELECT pg_logical_emit_message(true, 'adbpg_sync', '')" : "SELECT pg_switch_xlog()");
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }
}
