package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.link.Link.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection to the source, shared by many statements, so that not each of them opens its own. */
public final class SourceSession extends SingleConnectionDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

    private final Login login;
    private final boolean isReadOnly;

    private SourceSession(Server source, String job, boolean isReadOnly) {
        this.login = new Login(source, job, Kind.STATEMENTS);
        this.isReadOnly = isReadOnly;
        setUrl(source.url());
        setSuppressClose(true);
    }

    @Override
    protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
        return login.open(isReadOnly);
    }

    /** Returns a connection that is opened at its first use. */
    public static SourceSession of(Server source, String job) {
        return new SourceSession(source, job, false);
    }

    /** Returns a read-only connection that is opened at its first use. */
    public static SourceSession readOnly(Server source, String job) {
        return new SourceSession(source, job, true);
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work {
        /** Runs statements on the connection. */
        void run() throws Exception;
    }

    /**
     * Does something in one transaction, on this thread.
     *
     * @throws Failed if the source can't commit it
     */
    public void inTransaction(Work work) throws Exception {
        Connection connection = getConnection();
        try {
            connection.setAutoCommit(false);
            work.run();
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new Failed("source", e);
        } finally {
            if (connection.isClosed() || !connection.getAutoCommit()) {
                // Closing it undoes what was not committed.
                resetConnection();
            }
        }
    }

    /** Closes without a warning in the log: the connection is often broken already. */
    @Override
    protected void closeConnection(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("closing the connection failed", e);
        }
    }
}
