package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The target as routes see it, as bean {@code target}: each thread that applies rows has its own
 * {@link TargetConnection}, so that the same routes can load one table while they apply changes to others.
 */
public final class Target extends AbstractDataSource {
    private final ThreadLocal<TargetConnection> own;

    /** Opens no connection yet. */
    public Target(Server target, String job, ReplicationRole role) {
        own = ThreadLocal.withInitial(() -> new TargetConnection(target, job, role));
    }

    /** Makes the calling thread use another thread's connection, for a stream that calls back on its own threads. */
    public void attach(TargetConnection connection) {
        own.set(connection);
    }

    /** Returns the calling thread's connection, which is opened at its first use. */
    public TargetConnection own() {
        return own.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return own().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new UnsupportedOperationException("the target has one account");
    }

    /** Commits what the calling thread has done since its last commit. */
    public void commit() throws SQLException {
        own().commit();
    }

    /**
     * Prepares the server for the statements of a row group, and copies what the routes choose by into headers:
     * {@code isDirect}, {@code isKeyed}, {@code keyLength}, {@code isDuplicateUnseen} and {@code isReplacing} of the {@link TableSql},
     * {@code hasPartial} of the group, and {@code isGathered}, whether rows are {@linkplain #gather() gathered}. Calling their methods
     * from a route would cost far more.
     */
    public void plan(@Header("sql") TableSql sql, @Body RowGroup group, @Headers Map<String, Object> headers)
            throws SQLException {
        headers.put("isDirect", sql.isDirect());
        headers.put("isKeyed", sql.isKeyed());
        headers.put("keyLength", sql.keyLength());
        headers.put("isDuplicateUnseen", sql.isDuplicateUnseen());
        headers.put("isReplacing", sql.isReplacing());
        headers.put("hasPartial", group.hasPartial());
        headers.put("isGathered", own().gathered().isOn());
        own().plan(sql);
    }

    /** Has deferred constraints checked now, and deferred again: the server truncates no table with a check to come. */
    public void checkConstraints() throws SQLException {
        own().checkConstraints();
    }

    /**
     * Gathers the rows that are deleted by key and COPYed as they are from now on: fewer round trips do then. Whoever applies a batch
     * decides whether that is done.
     */
    public void gather() {
        own().gathered().begin();
    }

    /** Gathers rows to delete by a statement with their keys bound. */
    public void gatherDelete(
            @Variable("statement") String statement, @Header("sql") TableSql sql, @Headers Map<String, Object> headers)
            throws SQLException {
        own().gathered().delete(sql.target(), statement, headers);
    }

    /** Sends what was gathered: deletes all rows, then writes all. */
    public void send() throws SQLException {
        own().gathered().send();
    }

    /** Sets the savepoint for {@link #rollbackToSavepoint()}. */
    public void savepoint() throws SQLException {
        own().savepoint();
    }

    /** Releases the savepoint and keeps what was done since. */
    public void releaseSavepoint() throws SQLException {
        own().releaseSavepoint();
    }

    /** Undoes what was done since the savepoint. */
    public void rollbackToSavepoint() throws SQLException {
        own().rollbackToSavepoint();
    }
}
