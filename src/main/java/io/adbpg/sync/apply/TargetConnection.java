package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableSql;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A connection to the target: all that routes do in one thread happens on it, in one transaction that the capture route
 * or the load commits.
 */
public final class TargetConnection extends SingleConnectionDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(TargetConnection.class);

    /**
     * Settings without which a target whose tables were never analyzed searches them from end to end for each batch; and,
     * on a Greenplum kernel, for each staging merge. Those that the server has not got are left out.
     */
    private static final String TUNE =
            """
            SELECT name, set_config(name, CASE name WHEN 'enable_nestloop' THEN 'on'
                                              WHEN 'gp_autostats_mode' THEN 'none' ELSE 'off' END, false)
              FROM pg_settings
             WHERE name IN ('enable_seqscan', 'jit')
                OR name IN ('enable_nestloop', 'enable_hashjoin', 'enable_mergejoin', 'gp_autostats_mode', 'optimizer')
                   AND EXISTS (SELECT 1 FROM pg_settings WHERE name = 'gp_server_version')
            """;

    /** A commit that the server may still lose in a crash would let the source forget what the target has not got. */
    private static final String COMMIT_DURABLY =
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private final Set<String> stagingTables = new HashSet<>();
    private final CopyText text = new CopyText();
    private Savepoint savepoint;
    private boolean greenplum;
    /** Null where it is not known. */
    private Boolean mergesRows;

    private Staged staged;

    /** Rows in a staging table, and the SQL that is made for them. */
    record Staged(RowGroup group, TableSql sql) {}

    /** A connection that is opened at its first use. */
    public TargetConnection(Server target, String job) {
        setUrl(target.url());
        setConnectionProperties(target.properties(job));
        setSuppressClose(true);
        setAutoCommit(false);
    }

    @Override
    protected void prepareConnection(Connection connection) throws SQLException {
        super.prepareConnection(connection);
        DatabaseMetaData server = connection.getMetaData();
        Kernel.requireTarget(server.getDatabaseMajorVersion(), server.getDatabaseMinorVersion());
        // Above it append-optimised tables take no UPDATE or DELETE, and a position that another wrote would go unseen.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        greenplum = false;
        mergesRows = null;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet tuned = statement.executeQuery(TUNE)) {
                while (tuned.next()) {
                    greenplum |= tuned.getString(1).equals("enable_nestloop");
                }
            }
            statement.execute(COMMIT_DURABLY);
        }
        ExactText.set(connection);
        connection.commit();
    }

    /** Without a word in the log: a connection that is closed is often broken already, and the job says why. */
    @Override
    protected void closeConnection(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("closing the target connection failed", e);
        }
    }

    /** Commits what was done since the last commit. */
    public void commit() throws SQLException {
        staged = null;
        getConnection().commit();
    }

    /**
     * Lets a Greenplum kernel join staged rows with the target's by an index; or by sorting both, where none leads to them
     * and it would compare each with each. Not by hashes: where a row's place in the table is compared, the kernel has none.
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

    /** Takes back what was done since the last commit. */
    public void rollback() throws SQLException {
        savepoint = null;
        mergesRows = null;
        staged = null;
        // A rollback also takes back temporary tables that were created since.
        stagingTables.clear();
        getConnection().rollback();
    }

    /** Marks a point that {@link #rollbackToSavepoint()} goes back to. */
    public void savepoint() throws SQLException {
        savepoint = getConnection().setSavepoint("adbpg_sync");
    }

    /** Forgets the savepoint: what was done since stays. */
    public void releaseSavepoint() throws SQLException {
        getConnection().releaseSavepoint(savepoint);
    }

    /** Takes back what was done since the savepoint. */
    public void rollbackToSavepoint() throws SQLException {
        stagingTables.clear();
        mergesRows = null;
        getConnection().rollback(savepoint);
        getConnection().releaseSavepoint(savepoint);
    }

    /** Marks a point, beside that of {@link #savepoint()}, that {@link #rollbackTo} goes back to. */
    public Savepoint mark() throws SQLException {
        return getConnection().setSavepoint();
    }

    /** Forgets a mark: what was done since stays. */
    public void release(Savepoint mark) throws SQLException {
        getConnection().releaseSavepoint(mark);
    }

    /** Takes back what was done since a mark, and forgets it. */
    public void rollbackTo(Savepoint mark) throws SQLException {
        savepoint = null;
        stagingTables.clear();
        mergesRows = null;
        staged = null;
        getConnection().rollback(mark);
        getConnection().releaseSavepoint(mark);
    }

    /** Notes what is COPYed into a staging table. */
    void stages(Staged rows) {
        staged = rows;
    }

    /** What was staged last since the last commit; null if nothing was. */
    Staged staged() {
        return staged;
    }

    /** The buffer of the COPY that runs. */
    CopyText text() {
        return text;
    }

    /** Makes a staging table empty, creating it if this connection has not got it yet. */
    void clearStaging(String name, String definition) throws SQLException {
        try (Statement statement = getConnection().createStatement()) {
            if (stagingTables.contains(name)) {
                statement.execute("TRUNCATE " + name);
            } else {
                statement.execute("DROP TABLE IF EXISTS " + name);
                statement.execute("CREATE TEMPORARY TABLE " + name + " " + definition);
                stagingTables.add(name);
            }
        }
    }

    /**
     * Breaks the connection, from any thread: what uses it fails, until {@link #reset()} by the thread that began the
     * transaction.
     */
    public void abort() {
        try {
            getConnection().abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("breaking the target connection failed", e);
        }
    }

    /** Closes the connection, and so takes back what was not committed; the next use opens a new one. */
    public void reset() {
        savepoint = null;
        staged = null;
        stagingTables.clear();
        try {
            resetConnection();
        } catch (RuntimeException e) {
            LOG.debug("closing the target connection failed", e);
        }
    }
}
