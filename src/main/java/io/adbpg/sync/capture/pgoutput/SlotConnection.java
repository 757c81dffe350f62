package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** A connection to the source that streams the job's slot. */
record SlotConnection(Connection connection, PGReplicationStream stream) implements AutoCloseable {

    /**
     * Connects and starts the stream, without a thread of its own.
     *
     * @param statusMillis how often the source hears, while the stream is read, that the job is alive
     */
    static SlotConnection open(Settings settings, int statusMillis) throws SQLException {
        Connection connection = settings.source().connectForReplication(settings.job());
        try {
            ExactText.set(connection);
            return new SlotConnection(connection, stream(connection, settings.slot(), statusMillis));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static PGReplicationStream stream(Connection connection, String slot, int statusMillis)
            throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", slot)
                .withStatusInterval(statusMillis, TimeUnit.MILLISECONDS)
                // Otherwise the driver would confirm more than the target holds.
                .withAutomaticFlush(false)
                .start();
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
