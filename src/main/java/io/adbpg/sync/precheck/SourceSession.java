package io.adbpg.sync.precheck;

import io.adbpg.sync.Server;
import io.adbpg.sync.catalog.ExactText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection to the source for all questions of a precheck; it can't write. */
public final class SourceSession extends SingleConnectionDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

    /** A connection that is opened at its first use. */
    public SourceSession(Server source, String job) {
        Properties properties = source.properties(job);
        properties.setProperty("readOnly", "true");
        properties.setProperty("readOnlyMode", "always");
        setUrl(source.url());
        setConnectionProperties(properties);
        setSuppressClose(true);
    }

    @Override
    protected void prepareConnection(Connection connection) throws SQLException {
        super.prepareConnection(connection);
        ExactText.setQuotes(connection);
    }

    /** Without a word in the log: a connection that is closed is often broken already. */
    @Override
    protected void closeConnection(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("closing the connection failed", e);
        }
    }
}
