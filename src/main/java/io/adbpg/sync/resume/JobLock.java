package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.Links;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock on the target that a job holds while it runs, so that no second copy of it runs at the same time, on any
 * machine.
 *
 * <p>It is an advisory lock in the target's database, on the coordinator of a Greenplum kernel, held by a session that
 * does nothing else. The sessions that write rows would not do: they are closed after each failure, and the lock would
 * be free while the job waits, is paused or loads tables. An idle session also ends at once when the job's process is
 * killed, whatever the others are doing. A connection pooler in front of the target must use session mode, as it must
 * for staging tables.
 *
 * <p>If that session is lost, another copy may get the lock: see {@link #isLost()}. The lock keeps two copies from
 * working against each other, but it is {@link CommitPosition} that keeps changes from being applied twice: a copy that
 * has not noticed yet that it lost the lock can't commit once the other has.
 */
public final class JobLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLock.class);

    /**
     * How long a first start waits for the holder of the lock: longer than the server takes to notice that a session's
     * machine is gone, see {@link #TUNE}.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /** Makes the server end the session eleven seconds after its machine has gone, and not earlier. */
    private static final String TUNE =
            """
            SELECT set_config(name, CASE name WHEN 'tcp_keepalives_idle' THEN '5'
                                              WHEN 'tcp_keepalives_interval' THEN '2'
                                              WHEN 'tcp_keepalives_count' THEN '3'
                                              ELSE '11000' END, false)
              FROM pg_settings
             WHERE name IN ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout')
            """;

    /** The key must follow, as a parameter. */
    private static final String HOLDER = "SELECT l.pid, " + ServerSession.COLUMNS
            + " FROM pg_locks AS l LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid"
            + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND ((CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint)) = ";

    /** Ends the session of a holder that has been silent; one that runs speaks every second. The key must follow. */
    private static final String END_SILENT = "SELECT pg_terminate_backend(s.pid) FROM (" + HOLDER + "?) AS s"
            + " JOIN pg_stat_activity AS a ON a.pid = s.pid"
            + " WHERE a.state_change < clock_timestamp() - CAST('10 seconds' AS interval)";

    /**
     * Ends sessions of the job that are in a transaction which began before this copy took the lock: a copy that is frozen, or cut off
     * in silence, has left them open, with locks on rows. What this copy asks for meanwhile takes less than a second.
     */
    private static final String END_LEFT_TRANSACTIONS =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = ? AND pid <> pg_backend_pid()
               AND xact_start < clock_timestamp() - CAST('1 second' AS interval)
            """;

    private final Server target;
    private final String job;
    private final long key;
    private Connection session;
    private boolean isMine;
    /** The process of the server that took the lock. */
    private int holder;
    /** Whether this copy has held the lock before: then it waits as long as necessary. */
    private boolean hasRun;
    /** When another copy was first found to hold the lock, by {@link System#nanoTime()}; null if none does. */
    private Long refusedAt;

    /** Creates a lock that is not held yet. */
    public JobLock(Server target, String job) {
        this.target = target;
        this.job = job;
        this.key = key(job);
    }

    /** Not {@link String#hashCode()}: two job names could collide. */
    private static long key(String job) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("adbpg_sync " + job).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Acquires the lock, unless this copy holds it already.
     *
     * @throws Refusal if another copy holds it; a transient one, unless this copy has never held the lock and has
     *     waited for a while
     * @throws Failed if the target does not answer
     */
    public synchronized void acquire() {
        ServerSession holder = tryAcquire();
        if (holder == null) {
            refusedAt = null;
            hasRun = true;
            return;
        }
        refusedAt = refusedAt == null ? (Long) System.nanoTime() : refusedAt;
        Message message = Message.of(
                "job {0} runs already: {1} of {2} holds its lock; stop that copy, or give this one another"
                        + " sync.job; if there is none any more, run SELECT pg_terminate_backend({3}) on the target",
                job, holder, target, holder.pid());
        boolean waits = hasRun || System.nanoTime() - refusedAt < PATIENCE.toNanos();
        throw waits ? Refusal.waiting(message) : new Refusal(message);
    }

    /**
     * Whether another copy has got the lock that this one held; acquires it again if it is free.
     *
     * @throws Failed if the target does not answer
     */
    public synchronized boolean isLost() {
        return hasRun && tryAcquire() != null;
    }

    /**
     * Acquires the lock if it is free.
     *
     * @return the session of the other copy that holds it; null if this copy holds it now
     * @throws Failed if the target does not answer
     */
    public synchronized ServerSession tryAcquire() {
        try {
            if (isMine && isStillMine()) {
                return null;
            }
            disconnect();
            session = connect();
            ServerSession other = lockOrFindHolder();
            if (!isMine) {
                disconnect();
            }
            return other;
        } catch (SQLException e) {
            disconnect();
            throw new Failed("target", e);
        }
    }

    /**
     * Acquires the lock if it is free, for a copy that stands by: its session stays open, so that it may ask often. A holder that has
     * been silent for ten seconds, since its process is frozen, loses its session.
     *
     * @return the session of the other copy that holds it; null if this copy holds it now
     * @throws Failed if the target does not answer
     */
    public synchronized ServerSession tryAcquireAsStandby() {
        try {
            if (isMine && isStillMine()) {
                return null;
            }
            if (session == null || isMine) {
                disconnect();
                session = connect();
            }
            ServerSession other = lockOrFindHolder();
            // What was acquired anew is another turn: whoever has held the lock meanwhile has moved the position.
            hasRun = isMine;
            if (isMine) {
                endLeftTransactions();
            } else {
                endSilentHolder();
            }
            return other;
        } catch (SQLException e) {
            disconnect();
            throw new Failed("target", e);
        }
    }

    private ServerSession lockOrFindHolder() throws SQLException {
        ServerSession other = null;
        while (!isMine && other == null) {
            isMine = tryLock();
            other = isMine ? null : holder();
        }
        return other;
    }

    private void endLeftTransactions() throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(END_LEFT_TRANSACTIONS)) {
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

    private void endSilentHolder() throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(END_SILENT)) {
            statement.setLong(1, key);
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

    private Connection connect() throws SQLException {
        Connection connection = target.connect(job, Kind.LOCK);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TUNE);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Whether the session still is the one that took the lock: a pooler may have begun to lend it to others. */
    private boolean isStillMine() {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            return row.next() && row.getInt(1) == holder;
        } catch (SQLException e) {
            LOG.debug("the lock's session is lost", e);
            return false;
        }
    }

    private boolean tryLock() throws SQLException {
        try (PreparedStatement statement =
                session.prepareStatement("SELECT pg_try_advisory_lock(?), pg_backend_pid()")) {
            statement.setLong(1, key);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                holder = result.getInt(2);
                return result.getBoolean(1);
            }
        }
    }

    /** Returns the session that holds the lock; null if it has just become free. */
    private ServerSession holder() throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(HOLDER + "?")) {
            statement.setLong(1, key);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? ServerSession.of(result) : null;
            }
        }
    }

    /** Returns the session that holds a job's lock; null if none does. */
    public static ServerSession holder(Database target, String job) {
        return target.run(HOLDER + ":?key", Map.of("key", key(job))).stream()
                .findFirst()
                .map(row -> ServerSession.of((Integer) row.get("pid"), row))
                .orElse(null);
    }

    private void disconnect() {
        isMine = false;
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("closing the lock's session failed", e);
        }
        session = null;
    }

    /** Releases the lock; it may be acquired again. */
    public synchronized void release() {
        hasRun = false;
        refusedAt = null;
        disconnect();
    }

    /** Releases the lock. */
    @Override
    public void close() {
        // A look may be waiting for the target.
        Links.cut(job, target.role(), EnumSet.of(Kind.LOCK), Message.of("the lock is given back"));
        release();
    }
}
