package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.Links;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
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
 * <p>With the lock, the session holds one that names this copy. If the server keeps a session that this copy has lost, or a pooler
 * lends it to others, the copy knows it by that, and ends it.
 *
 * <p>If that session is lost, another copy may get the lock: see {@link #isLost()}. The lock keeps two copies from
 * working against each other, but it is {@link CommitPosition} that keeps changes from being applied twice: a copy that
 * has not noticed yet that it lost the lock can't commit once the other has.
 */
public final class JobLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLock.class);

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

    /** Each session that holds a lock which names a copy. The first half of the job's key and a process must follow, as parameters. */
    private static final String COPIES = "SELECT CAST(l.objid AS bigint) FROM pg_locks AS l"
            + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND CAST(l.classid AS bigint) = ? AND l.pid = ?";

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    /** A session that is ended gives its lock up at once; these are two seconds. */
    private static final int MOST_PAUSES = 40;

    private final Server target;
    private final String job;
    private final long key;
    /** Names this copy. */
    private final int copy = new SecureRandom().nextInt();

    private final LeftSessions left;
    private Connection session;
    private boolean isMine;
    /** The process of the server that took the lock. */
    private int holder;
    /** Whether it is this copy's turn, as far as it knows. */
    private Turn turn = Turn.OTHERS;

    private enum Turn {
        OTHERS,
        MINE,
        /** Another copy has had the lock since this one took it. */
        LOST
    }

    /** Creates a lock that is not held yet. */
    public JobLock(Server target, String job) {
        this.target = target;
        this.job = job;
        this.key = key(job);
        this.left = new LeftSessions(target, job);
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
     * Acquires the lock if it is free, unless this copy holds it already, for a copy that is about to run the job. A holder that has been
     * silent for ten seconds loses its session, so that the lock is free the next time; with the lock, what former copies
     * have left open is ended. Without it, the session stays open for the next time.
     *
     * @return the session of the other copy that holds it; null if this copy holds it now
     * @throws Failed if the target does not answer
     */
    public synchronized ServerSession tryTakeOver() {
        try {
            ServerSession other = askWithoutOwn();
            if (other != null) {
                turn = Turn.OTHERS;
                left.endSilent(session, other);
                return other;
            }
            if (turn != Turn.MINE) {
                left.endWriters(session);
            }
            turn = Turn.MINE;
            return null;
        } catch (SQLException e) {
            disconnect();
            throw new Failed("target", e);
        }
    }

    /**
     * Whether another session has got the lock that this copy took over; acquires it again if it is free.
     *
     * @throws Failed if the target does not answer
     */
    public synchronized boolean isLost() {
        if (turn == Turn.MINE && tryAcquire() != null) {
            turn = Turn.LOST;
        }
        return turn == Turn.LOST;
    }

    /**
     * Acquires the lock if it is free, and leaves everybody else alone.
     *
     * @return the session of the other copy that holds it; null if this copy holds it now
     * @throws Failed if the target does not answer
     */
    public synchronized ServerSession tryAcquire() {
        try {
            ServerSession other = ask();
            if (other != null) {
                disconnect();
            }
            return other;
        } catch (SQLException e) {
            disconnect();
            throw new Failed("target", e);
        }
    }

    /** Asks for the lock; ends a session that this copy had and that still holds it. */
    private ServerSession askWithoutOwn() throws SQLException {
        ServerSession other = ask();
        for (int i = 0; i < MOST_PAUSES && other != null && isOwn(other); i++) {
            // One that this copy has just closed ends by itself.
            if (i == 1) {
                left.endOwn(session, other);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            other = ask();
        }
        return other;
    }

    /** Whether another session holds the lock for this copy alone. */
    private boolean isOwn(ServerSession other) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(COPIES)) {
            statement.setLong(1, Integer.toUnsignedLong(half()));
            statement.setInt(2, other.pid());
            try (ResultSet copies = statement.executeQuery()) {
                return copies.next() && copies.getLong(1) == Integer.toUnsignedLong(copy) && !copies.next();
            }
        }
    }

    private int half() {
        return (int) (key >>> Integer.SIZE);
    }

    private ServerSession ask() throws SQLException {
        if (isMine && isStillMine()) {
            return null;
        }
        if (session == null || isMine) {
            disconnect();
            session = connect();
        }
        ServerSession other = null;
        while (!isMine && other == null) {
            isMine = tryLock();
            other = isMine ? null : holder();
        }
        return other;
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
            boolean isSame = row.next() && row.getInt(1) == holder;
            if (!isSame) {
                // Only a pooler that lends its sessions by transaction can have changed it: the next login is to find
                // that out.
                Links.checkAgain(job);
            }
            return isSame;
        } catch (SQLException e) {
            LOG.debug("the lock's session is lost", e);
            return false;
        }
    }

    private boolean tryLock() throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT CASE WHEN pg_try_advisory_lock(?)"
                + " THEN pg_try_advisory_lock_shared(?, ?) ELSE false END, pg_backend_pid()")) {
            statement.setLong(1, key);
            statement.setInt(2, half());
            statement.setInt(3, copy);
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
        turn = Turn.OTHERS;
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
