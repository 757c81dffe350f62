package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.ServerSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions on the target that a copy of the job has left: it runs no more, since its process is frozen, or its machine has gone
 * without a word, and something between it and the server keeps the connections; or it has lost them to a pooler. Sessions of other
 * accounts are never touched.
 */
final class LeftSessions {
    private static final Logger LOG = LoggerFactory.getLogger(LeftSessions.class);

    /** A holder of the lock that runs speaks every second. */
    private static final String END_SILENT =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE pid = ? AND state_change < clock_timestamp() - CAST('10 seconds' AS interval)
            """;

    /** Sessions that only read, as {@code verify} does, hold nobody up. What this copy asks for meanwhile takes less than a second. */
    private static final String END_WRITERS =
            """
            SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity AS a
             WHERE a.datname = current_database() AND a.application_name = ? AND a.pid <> pg_backend_pid()
               AND a.xact_start < clock_timestamp() - CAST('1 second' AS interval)
               AND EXISTS (SELECT 1 FROM pg_locks AS l
                            WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.mode <> 'AccessShareLock')
            """;

    private final Server target;
    private final String job;

    LeftSessions(Server target, String job) {
        this.target = target;
        this.job = job;
    }

    /** Ends a session that this copy had, and that holds the job's lock without it. */
    void endOwn(Connection session, ServerSession former) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, former.pid());
            try (ResultSet ended = statement.executeQuery()) {
                if (ended.next() && ended.getBoolean(1)) {
                    LOG.warn(
                            "job {} has lost the session that holds its lock on {}, to a connection pooler or with its connection:"
                                    + " {} is ended",
                            job,
                            target,
                            former);
                }
            }
        }
    }

    /** Ends the session that holds the job's lock if it has been silent for ten seconds. */
    void endSilent(Connection session, ServerSession holder) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(END_SILENT)) {
            statement.setInt(1, holder.pid());
            try (ResultSet ended = statement.executeQuery()) {
                if (ended.next()) {
                    LOG.warn(
                            "the copy of job {} that held its lock on {} was silent: its session is ended",
                            job,
                            target);
                }
            }
        }
    }

    /** Ends the job's sessions with open transactions that hold locks on what this copy is about to write. */
    void endWriters(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(END_WRITERS)) {
            statement.setString(1, ServerSession.application(job));
            try (ResultSet ended = statement.executeQuery()) {
                while (ended.next()) {
                    LOG.warn(
                            "another copy of job {} had left a transaction open on {}: its session is ended",
                            job,
                            target);
                }
            }
        }
    }
}
