package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.mapping.TableSql;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A connection to the target. Everything that routes do on one thread happens on it, in one transaction, which the
 * capture route or the load commits.
 */
public final class TargetConnection extends SingleConnectionDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(TargetConnection.class);

    /**
     * Planner settings. Without them a target whose tables were never analyzed would scan whole tables for each batch,
     * and a Greenplum kernel for each staging merge. Settings that the server lacks are skipped.
     */
    private static final String TUNE =
            """
            SELECT name, set_config(name, value, false)
              FROM (VALUES ('enable_seqscan', 'off', false), ('jit', 'off', false), ('enable_nestloop', 'on', true),
                           ('enable_hashjoin', 'off', true), ('enable_mergejoin', 'off', true),
                           ('gp_autostats_mode', 'none', true), ('optimizer', 'off', true))
                   AS s (name, value, is_for_greenplum)
             WHERE %s AND (NOT is_for_greenplum OR %s)
            UNION ALL
            -- If a crash of the server could still lose a commit, the source would drop WAL that the target needs again.
            SELECT 'synchronous_commit', set_config('synchronous_commit', 'on', false)
             WHERE current_setting('synchronous_commit') = 'off'
            """;

    private final ReplicationRole role;
    private final Server target;
    private final String job;
    private volatile Connection open;
    private final StagingTables stagingTables = new StagingTables();
    private final CopyText text = new CopyText();
    private Savepoint savepoint;
    private boolean greenplum;
    /** Whether merge joins are on; null if unknown. */
    private Boolean mergesRows;

    private Staged staged;
    private final GatheredRows gathered = new GatheredRows(this);

    /** The row group in a staging table, and its SQL. */
    record Staged(RowGroup group, TableSql sql) {}

    /** The connection is opened at its first use. */
    public TargetConnection(Server target, String job, ReplicationRole role) {
        this.target = target;
        this.job = job;
        this.role = role;
        setUrl(target.url());
        setSuppressClose(true);
        setAutoCommit(false);
    }

    @Override
    protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
        open = target.connect(job);
        return open;
    }

    @Override
    protected void prepareConnection(Connection connection) throws SQLException {
        super.prepareConnection(connection);
        DatabaseMetaData server = connection.getMetaData();
        int version = Kernel.requireTarget(server.getDatabaseMajorVersion(), server.getDatabaseMinorVersion());
        // Stricter levels allow no UPDATE or DELETE on append-optimised tables, and would hide a position that another
        // copy wrote.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        greenplum = false;
        mergesRows = null;
        try (Statement statement = connection.createStatement()) {
            String tune = TUNE.formatted(
                    Kernel.hasSetting(version, "s.name"), Kernel.hasSetting(version, "'gp_server_version'"));
            try (ResultSet tuned = statement.executeQuery(tune)) {
                while (tuned.next()) {
                    greenplum |= tuned.getString(1).equals("enable_nestloop");
                }
            }
        }
        ExactText.set(connection);
        role.set(connection);
        connection.commit();
    }

    /** Closes without a warning in the log: the connection is often broken already, and the job reports why. */
    @Override
    protected void closeConnection(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("closing the target connection failed", e);
        }
    }

    /** The connection. What was gathered is sent before anything else is done by it. */
    @Override
    public Connection getConnection() throws SQLException {
        gathered.sendBeforeOthers();
        return super.getConnection();
    }

    /** The rows that are yet to be deleted and written. */
    public GatheredRows gathered() {
        return gathered;
    }

    /** Commits what was done since the last commit. */
    public void commit() throws SQLException {
        staged = null;
        gathered.requireSent();
        getConnection().commit();
        stagingTables.committed(getConnection());
    }

    /** Runs statements that the server may refuse within a transaction, each by itself; nothing may be uncommitted. */
    public void runAlone(Runnable statements) throws SQLException {
        getConnection().setAutoCommit(true);
        try {
            statements.run();
        } finally {
            getConnection().setAutoCommit(false);
        }
    }

    /**
     * Makes a Greenplum kernel join staged rows with the target's by an index, or by a merge join if there is none: it
     * would otherwise compare every row with every row. Hash joins are no way out: the kernel can't hash a
     * {@code ctid}.
     */
    void plan(TableSql sql) throws SQLException {
        boolean merges = !sql.isIndexed();
        if (greenplum && (mergesRows == null || mergesRows != merges)) {
            try (Statement statement = getConnection().createStatement()) {
                statement.execute("SET enable_mergejoin TO " + (merges ? "on" : "off"));
            }
            mergesRows = merges;
        }
    }

    /** Has deferred constraints checked now, and deferred again. A Greenplum kernel enforces none. */
    public void checkConstraints() throws SQLException {
        if (!greenplum) {
            try (Statement statement = getConnection().createStatement()) {
                statement.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED");
            }
        }
    }

    /** Undoes what was done since the last commit. */
    public void rollback() throws SQLException {
        gathered.forget();
        savepoint = null;
        mergesRows = null;
        staged = null;
        stagingTables.rolledBack();
        getConnection().rollback();
    }

    /** Sets the savepoint for {@link #rollbackToSavepoint()}. */
    public void savepoint() throws SQLException {
        savepoint = getConnection().setSavepoint("adbpg_sync");
    }

    /** Releases the savepoint and keeps what was done since. */
    public void releaseSavepoint() throws SQLException {
        getConnection().releaseSavepoint(savepoint);
    }

    /** Undoes what was done since the savepoint. */
    public void rollbackToSavepoint() throws SQLException {
        gathered.clear();
        stagingTables.rolledBack();
        mergesRows = null;
        getConnection().rollback(savepoint);
        getConnection().releaseSavepoint(savepoint);
    }

    /** Whether something was done since the last commit. */
    public boolean isInTransaction() throws SQLException {
        return getConnection().unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
    }

    /** Sets a savepoint for {@link #rollbackTo}, independent of {@link #savepoint()}. */
    public Savepoint mark() throws SQLException {
        return getConnection().setSavepoint();
    }

    /** Releases a savepoint of {@link #mark()} and keeps what was done since. */
    public void release(Savepoint mark) throws SQLException {
        getConnection().releaseSavepoint(mark);
    }

    /** Undoes what was done since a savepoint of {@link #mark()}, and releases it. */
    public void rollbackTo(Savepoint mark) throws SQLException {
        gathered.forget();
        savepoint = null;
        stagingTables.rolledBack();
        mergesRows = null;
        staged = null;
        getConnection().rollback(mark);
        getConnection().releaseSavepoint(mark);
    }

    /** Notes the rows that are about to be COPYed into a staging table. */
    void noteStaged(Staged rows) {
        staged = rows;
    }

    /** Returns the rows that were last staged since the last commit; null if there are none. */
    Staged staged() {
        return staged;
    }

    /** Returns the buffer for the text of a COPY. */
    CopyText text() {
        return text;
    }

    /** Empties a group's staging table, or creates it, and notes the rows that are about to be COPYed into it. */
    void stage(RowGroup group, List<Row> whole, TableSql sql) throws SQLException {
        stagingTables.clear(getConnection(), sql.staging(), sql.stagingDefinition());
        stagingTables.noteRows(sql.staging(), whole, group);
    }

    /**
     * Breaks the connection, from any thread: every use of it fails until the thread that began the transaction calls
     * {@link #reset()}. Does nothing if none is open.
     */
    public void abort() {
        Connection current = open;
        if (current != null) {
            Links.cut(current, Message.of("the job has given up"));
        }
    }

    /** Closes the connection, which undoes what was not committed; the next use opens a new one. */
    public void reset() {
        gathered.forget();
        savepoint = null;
        staged = null;
        stagingTables.sessionEnded();
        try {
            resetConnection();
        } catch (RuntimeException e) {
            LOG.debug("closing the target connection failed", e);
        }
    }
}
