package io.adbpg.sync.link;

import io.adbpg.sync.failure.Causes;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session in which a server is asked about others. Where it may be hard to get, it is kept for the next time. */
final class LookSession {
    private static final Logger LOG = LoggerFactory.getLogger(LookSession.class);

    private final LinkWatch.Asker asker;
    private Connection connection;
    private boolean isPooled;
    private boolean fellSilent;

    /** @param asker opens it */
    LookSession(LinkWatch.Asker asker) {
        this.asker = asker;
    }

    /**
     * Returns the session that is there if it still answers, else a new one.
     *
     * @param pooled whether a connection pooler gives it, which may have none left
     */
    Connection get(boolean pooled) throws SQLException {
        isPooled = pooled;
        if (connection != null && !answers()) {
            close();
        }
        if (connection == null) {
            connection = asker.connect();
            fellSilent = false;
        }
        return connection;
    }

    private boolean answers() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return true;
        } catch (SQLException e) {
            LOG.debug("a session that looks has failed", e);
            noteSilence(e);
            return false;
        }
    }

    private void noteSilence(SQLException failure) {
        if (Causes.find(failure, SocketTimeoutException.class) != null) {
            fellSilent = true;
        }
    }

    /**
     * Whether a failure to get it, or to ask, means that the server can't be reached. It can if it has answered, be it that there
     * are too many connections. A pooler whose sessions are all lent lets logins wait, which means nothing; but it does if the
     * session was there and has fallen silent.
     */
    boolean isAway(SQLException failure) {
        if (connection != null) {
            noteSilence(failure);
        }
        return fellSilent || (!isPooled && !isAnswer(failure));
    }

    private static boolean isAnswer(SQLException failure) {
        String state = failure.getSQLState();
        return (state != null && !state.startsWith("08"))
                || (failure instanceof PSQLException told && told.getServerErrorMessage() != null);
    }

    /** Gives it back; the next look opens another one. */
    void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("closing the connection failed", e);
            }
            connection = null;
        }
    }

    /** Gives it back for good. */
    void end() {
        close();
        fellSilent = false;
    }
}
