package io.adbpg.sync.capture.slot;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/** A connection to the source that streams the job's slot. */
record SlotConnection(Connection connection, PGReplicationStream stream) implements AutoCloseable {

    /**
     * Connects and starts the stream, without a thread of its own.
     *
     * @param options those of the slot's plug-in
     * @param statusMillis how often the source hears, while the stream is read, that the job is alive
     */
    static SlotConnection open(Settings settings, Map<String, String> options, int statusMillis) throws SQLException {
        Connection connection = settings.source().connectForReplication(settings.job());
        try {
            ExactText.setForStream(connection);
            return new SlotConnection(connection, stream(connection, settings.slot(), options, statusMillis));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static PGReplicationStream stream(
            Connection connection, String slot, Map<String, String> options, int statusMillis) throws SQLException {
        ChainedLogicalStreamBuilder stream = connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withStatusInterval(statusMillis, TimeUnit.MILLISECONDS)
                // Otherwise the driver would confirm more than the target holds.
                .withAutomaticFlush(false);
        options.forEach(stream::withSlotOption);
        return stream.start();
    }

    /** Returns the encoding of the source's database, as the server names it. */
    String encoding() throws SQLException {
        return connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    }

    /** Breaks the connection, so that a read on another thread fails. */
    void abort() throws SQLException {
        connection.abort(Runnable::run);
    }

    /**
     * Closes the connection without ending the stream first: the source would still send the rest of a large
     * transaction.
     */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
