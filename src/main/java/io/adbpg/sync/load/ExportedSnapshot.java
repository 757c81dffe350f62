package io.adbpg.sync.load;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.postgresql.replication.ReplicationSlotInfo;
import org.postgresql.util.PSQLState;

/**
 * The source as it was at one position, for any number of connections to read.
 *
 * <p>A temporary slot exports it: the transactions that it shows are those that end at or before {@link #lsn()}. It holds
 * while this is open.
 */
public final class ExportedSnapshot implements AutoCloseable {
    private static final String SLOTS_IN_USE = "53400";
    /** What servers of different versions say of a snapshot that is no more. */
    private static final Set<String> SNAPSHOT_GONE = Set.of("22023", "42704", "55000");

    /** Whether TRUNCATE or ALTER TABLE has given the table another file since: rows are not seen in it then. */
    private static final String REWRITTEN =
            """
            WITH RECURSIVE tree AS (
              SELECT CAST(? AS regclass)::oid AS id
              UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id)
            SELECT count(*) > 0 FROM tree JOIN pg_class c ON c.oid = tree.id
             WHERE c.relkind = 'r' AND c.relfilenode <> 0 AND c.relfilenode IS DISTINCT FROM pg_relation_filenode(c.oid)
            """;

    private final Settings settings;
    private final String purpose;
    private final Connection exporter;
    private final Set<Connection> readers = ConcurrentHashMap.newKeySet();
    private ReplicationSlotInfo slot;
    private volatile boolean closed;

    /**
     * Connects; {@link #export()} does the rest.
     *
     * @param purpose what it is for, one word: the end of the slot's name
     */
    public ExportedSnapshot(Settings settings, String purpose) throws SQLException {
        this.settings = settings;
        this.purpose = purpose;
        exporter = DriverManager.getConnection(
                settings.source().url(), settings.source().replicationProperties(settings.job()));
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
                    .withSlotName(settings.slot() + "_" + purpose)
                    .withOutputPlugin("pgoutput")
                    .withTemporaryOption()
                    .make();
        } catch (SQLException e) {
            if (SLOTS_IN_USE.equals(e.getSQLState())) {
                throw new Refusal(
                        "all replication slots of the source are in use (max_replication_slots), and " + purpose
                                + " needs one for its time: drop one that nobody needs, or raise the setting and"
                                + " restart the server",
                        e);
            }
            throw new Failed("source", e);
        }
    }

    /** The position: what is committed after it, the snapshot does not show. */
    public long lsn() {
        return slot.getConsistentPoint().asLong();
    }

    /**
     * A connection to the source, in a transaction that sees the snapshot; it must be given to {@link #release}.
     *
     * @throws SQLException if the source can't be reached, or does not hold the snapshot any more
     */
    public Connection connect() throws SQLException {
        Connection reader = DriverManager.getConnection(
                settings.source().url(), settings.source().properties(settings.job()));
        readers.add(reader);
        if (closed) {
            reader.close();
        }
        try {
            begin(reader);
            return reader;
        } catch (SQLException e) {
            release(reader);
            throw e;
        }
    }

    private void begin(Connection reader) throws SQLException {
        reader.setAutoCommit(false);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = reader.createStatement()) {
            importSnapshot(statement);
            ExactText.set(reader);
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            // Each time in the same order, so that a row can be found again.
            statement.execute("SET synchronize_seqscans = off");
        }
    }

    private void importSnapshot(Statement statement) throws SQLException {
        try {
            statement.execute("SET TRANSACTION SNAPSHOT '" + slot.getSnapshotName() + "'");
        } catch (SQLException e) {
            if (!SNAPSHOT_GONE.contains(e.getSQLState())) {
                throw e;
            }
            throw new SQLException("it held the snapshot that is read", PSQLState.CONNECTION_FAILURE.getState(), e);
        }
    }

    /** Whether rows of a table can't be seen any more since it was truncated or rewritten after the snapshot was made. */
    public static boolean isRewritten(Connection reader, TableName table) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(REWRITTEN)) {
            statement.setString(1, table.toSql());
            ResultSet result = statement.executeQuery();
            result.next();
            return result.getBoolean(1);
        }
    }

    /** Closes a connection. */
    public void release(Connection reader) throws SQLException {
        readers.remove(reader);
        reader.close();
    }

    /** Lets the source forget slot and snapshot, when this returns; connections that have them keep what they see. */
    public void end() throws SQLException {
        readers.clear();
        exporter.unwrap(PGConnection.class).getReplicationAPI().dropReplicationSlot(slot.getSlotName());
        exporter.close();
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
