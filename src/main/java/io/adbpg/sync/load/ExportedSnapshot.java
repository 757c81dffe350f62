package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.PGConnection;
import org.postgresql.replication.ReplicationSlotInfo;
import org.postgresql.replication.fluent.logical.ChainedLogicalCreateSlotBuilder;
import org.postgresql.util.PSQLState;

/**
 * A snapshot of the source at one position, which any number of connections can read.
 *
 * <p>A temporary replication slot exports it. It shows the transactions that end at or before {@link #lsn()}, and can be
 * imported as long as this is open.
 */
public final class ExportedSnapshot implements AutoCloseable {
    private static final String SLOTS_IN_USE = "53400";
    private static final int MOST_TRIES = 5;
    /** What a server says, in English whatever its language, if others have moved the oldest visible transaction on meanwhile. */
    private static final String OVERTAKEN = "cannot build an initial slot snapshot as oldest safe xid";

    /** SQL states by which different server versions report that a snapshot no longer exists. */
    private static final Set<String> SNAPSHOT_GONE = Set.of("22023", "42704", "55000");

    /** Whether TRUNCATE or ALTER TABLE has given the table a new file since the snapshot, which hides its old rows. */
    private static final String REWRITTEN =
            """
            WITH RECURSIVE tree AS (
              SELECT CAST(? AS regclass)::oid AS id
              UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id)
            SELECT count(*) > 0 FROM tree JOIN pg_class c ON c.oid = tree.id
             WHERE c.relkind = 'r' AND c.relfilenode <> 0 AND c.relfilenode IS DISTINCT FROM pg_relation_filenode(c.oid)
            """;

    private static final Message GIVEN_UP = Message.of("the snapshot was given up");

    private final Settings settings;
    private final String purpose;
    private final Abilities abilities;
    private final Connection exporter;
    private final Set<Connection> readers = ConcurrentHashMap.newKeySet();
    /** Readers that have read a part to its end, and can read another one. */
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    private ReplicationSlotInfo slot;
    private volatile boolean closed;

    /**
     * Connects to the source; {@link #export()} makes the snapshot.
     *
     * @param abilities what the source can do
     * @param purpose what the snapshot is for, one word: the end of the slot's name
     */
    public ExportedSnapshot(Settings settings, String purpose, Abilities abilities) throws SQLException {
        this.settings = settings;
        this.purpose = purpose;
        this.abilities = abilities;
        exporter = settings.source().connectForReplication(settings.job());
    }

    /**
     * Makes the snapshot. This waits for the transactions that are open on the source.
     *
     * @throws Refusal if the source has no free slot
     */
    public void export() throws SQLException {
        try {
            slot = tryToExport(MOST_TRIES);
        } catch (SQLException e) {
            if (SLOTS_IN_USE.equals(e.getSQLState())) {
                throw new Refusal(
                        Message.of(
                                "all replication slots of the source are in use (max_replication_slots), and {0} needs one while"
                                        + " it runs: drop one that nobody needs, or raise the setting and restart the server",
                                purpose),
                        e);
            }
            throw new Failed("source", e);
        }
    }

    /** Exports the snapshot anew where a transaction that ended just then was in the way of the server. */
    private ReplicationSlotInfo tryToExport(int tries) throws SQLException {
        try {
            return abilities.hasTemporarySlots()
                    ? slot(settings.slot() + "_" + purpose)
                            .withTemporaryOption()
                            .make()
                    : exportByKeptSlot(kept(settings, purpose));
        } catch (SQLException e) {
            if (tries > 1 && String.valueOf(e.getMessage()).contains(OVERTAKEN)) {
                return tryToExport(tries - 1);
            }
            throw e;
        }
    }

    private ChainedLogicalCreateSlotBuilder slot(String name) throws SQLException {
        return exporter.unwrap(PGConnection.class)
                .getReplicationAPI()
                .createReplicationSlot()
                .logical()
                .withSlotName(name)
                .withOutputPlugin(abilities.plugin());
    }

    /**
     * Exports a snapshot by a slot that does not end with its session, and drops it at once: the session itself keeps the snapshot
     * until its next command.
     */
    private ReplicationSlotInfo exportByKeptSlot(String name) throws SQLException {
        try (Connection beside = settings.source().connect(settings.job())) {
            // A job that was killed may have left it.
            drop(beside, name);
            ReplicationSlotInfo made = slot(name).make();
            drop(beside, name);
            return made;
        }
    }

    private static void drop(Connection source, String slot) throws SQLException {
        try (PreparedStatement statement = source.prepareStatement(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ? AND NOT active")) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    /** Returns the name of a slot that exports a snapshot where none can end with its session; no job's own slot has it. */
    public static String kept(Settings settings, String purpose) {
        return settings.slot().replaceFirst("_", "") + "_" + purpose;
    }

    /** The position of the snapshot: it does not show transactions that end after it. */
    public long lsn() {
        return slot.getConsistentPoint().asLong();
    }

    /**
     * Opens a connection to the source, in a transaction that sees the snapshot. The caller must give it to {@link #release}.
     *
     * @throws SQLException if the source can't be reached, or no longer has the snapshot
     */
    public Connection connect() throws SQLException {
        Connection reader = settings.source().connect(settings.job());
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

    /**
     * Returns a connection as {@link #connect} does, which may have read another part before: a login takes longer than to read a
     * small table. The caller must give it to {@link #giveBack} or {@link #release}.
     */
    Connection borrow() throws SQLException {
        Connection reader = idle.poll();
        if (reader == null) {
            reader = connect();
            try (Statement statement = reader.createStatement()) {
                statement.execute("SAVEPOINT part");
            }
        }
        return reader;
    }

    /** Takes a connection back that has read a part to its end, with the lock on the table that it has read. */
    void giveBack(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            statement.execute("ROLLBACK TO SAVEPOINT part");
            idle.add(reader);
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
            // Read in the same order each time, so that a row can be found again by its line.
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
            throw new SQLException(
                    "it had exported the snapshot that is being read", PSQLState.CONNECTION_FAILURE.getState(), e);
        }
    }

    /** Whether a table was truncated or rewritten after the snapshot, so that the snapshot can't see its rows. */
    public static boolean isRewritten(Connection reader, TableName table) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(REWRITTEN)) {
            statement.setString(1, table.toSql());
            ResultSet result = statement.executeQuery();
            result.next();
            return result.getBoolean(1);
        }
    }

    /** Closes a connection from {@link #connect}. */
    public void release(Connection reader) throws SQLException {
        readers.remove(reader);
        reader.close();
    }

    /** Drops slot and snapshot on the source. Connections that have imported the snapshot keep it. */
    public void end() throws SQLException {
        readers.clear();
        if (abilities.hasTemporarySlots()) {
            exporter.unwrap(PGConnection.class).getReplicationAPI().dropReplicationSlot(slot.getSlotName());
        }
        exporter.close();
    }

    /** Aborts the snapshot, from any thread: connections that read it fail. */
    @Override
    public void close() throws SQLException {
        closed = true;
        for (Connection reader = idle.poll(); reader != null; reader = idle.poll()) {
            release(reader);
        }
        Links.cut(exporter, GIVEN_UP);
        for (Connection reader : readers) {
            Links.cut(reader, GIVEN_UP);
        }
        exporter.abort(Runnable::run);
    }
}
