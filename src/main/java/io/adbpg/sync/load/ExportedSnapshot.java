package io.adbpg.sync.load;

import io.adbpg.sync.Diagnosis;
import io.adbpg.sync.Refusal;
import io.adbpg.sync.Settings;
import io.adbpg.sync.catalog.ExactText;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.ReplicationSlotInfo;

/**
 * The source as it was at one position, for any number of connections to read.
 *
 * <p>A temporary slot exports it: the transactions that it shows are those that end at or before {@link #lsn()}. It holds
 * while this is open.
 */
public final class ExportedSnapshot implements AutoCloseable {
    private static final String SLOTS_IN_USE = "53400";

    private final Settings settings;
    private final Connection exporter;
    private final Set<Connection> readers = ConcurrentHashMap.newKeySet();
    private ReplicationSlotInfo slot;
    private volatile boolean closed;

    /** Connects; {@link #export()} does the rest. */
    public ExportedSnapshot(Settings settings) throws SQLException {
        this.settings = settings;
        Properties properties = settings.source().properties(settings.job());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        exporter = DriverManager.getConnection(settings.source().url(), properties);
    }

    /**
     * Makes the snapshot: waits for the source's transactions that are under way.
     *
     * @throws Refusal if the source has no slot free
     */
    public void export() throws SQLException {
        try (Statement statement = exporter.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            statement.execute("SET statement_timeout = 0");
            slot = exporter.unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .createReplicationSlot()
                    .logical()
                    .withSlotName(settings.slot() + "_load")
                    .withOutputPlugin("pgoutput")
                    .withTemporaryOption()
                    .make();
        } catch (SQLException e) {
            if (SLOTS_IN_USE.equals(e.getSQLState())) {
                throw new Refusal(
                        "all replication slots of the source are in use (max_replication_slots), and the initial load"
                                + " needs one for its time: drop one that nobody needs, or raise the setting and"
                                + " restart the server",
                        e);
            }
            throw new Diagnosis.Failed("source", e);
        }
    }

    /** The position: what is committed after it, the snapshot does not show. */
    public long lsn() {
        return slot.getConsistentPoint().asLong();
    }

    /** A connection to the source, in a transaction that sees the snapshot; it must be given to {@link #release}. */
    Connection connect() throws SQLException {
        Connection reader = DriverManager.getConnection(
                settings.source().url(), settings.source().properties(settings.job()));
        readers.add(reader);
        if (closed) {
            reader.close();
        }
        reader.setAutoCommit(false);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = reader.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + slot.getSnapshotName() + "'");
            ExactText.set(reader);
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            // Each time in the same order, so that a row can be found again.
            statement.execute("SET synchronize_seqscans = off");
        }
        return reader;
    }

    /** Closes a connection. */
    void release(Connection reader) throws SQLException {
        readers.remove(reader);
        reader.close();
    }

    /** Gives the snapshot up, from any thread: whoever reads it fails. */
    @Override
    public void close() throws SQLException {
        closed = true;
        exporter.abort(Runnable::run);
        for (Connection reader : readers) {
            reader.abort(Runnable::run);
        }
    }
}
