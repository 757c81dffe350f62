package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.Server;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to look at a server by, which may not answer: it is opened when it is asked for, and again after it was closed. */
final class WatchConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchConnection.class);

    private final Server server;
    private final String job;
    private Connection connection;

    WatchConnection(Server server, String job) {
        this.server = server;
        this.job = job;
    }

    /** The connection, on which no answer takes longer than 5 seconds. */
    Connection open() throws SQLException {
        if (connection == null) {
            connection = server.connectToLook(job);
        }
        return connection;
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("closing the connection failed", e);
            }
            connection = null;
        }
    }
}
