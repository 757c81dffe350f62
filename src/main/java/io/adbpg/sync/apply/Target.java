package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The target as routes see it: each thread that applies rows has a {@link TargetConnection} of its own. So a table can be
 * loaded, by the same routes, while the changes of others are applied.
 */
public final class Target extends AbstractDataSource {
    private final ThreadLocal<TargetConnection> own;

    /** A target that nobody is connected to yet. */
    public Target(Server target, String job) {
        own = ThreadLocal.withInitial(() -> new TargetConnection(target, job));
    }

    /** Lets this thread work on another one's connection: for a stream that calls back from threads of its own. */
    public void attach(TargetConnection connection) {
        own.set(connection);
    }

    /** The connection of this thread; it is opened at its first use. */
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

    /** Commits what this thread did since the last commit. */
    public void commit() throws SQLException {
        own().commit();
    }

    /**
     * Prepares the server for the statements of a row group, and puts what the routes choose by into headers of their own:
     * {@code isDirect}, {@code isKeyed}, {@code keyLength} and {@code isDuplicateUnseen} of the {@link TableSql}, and
     * {@code hasPartial} of the group. To ask an object for each of them costs Camel far more.
     */
    public void plan(@Header("sql") TableSql sql, @Body RowGroup group, @Headers Map<String, Object> headers)
            throws SQLException {
        headers.put("isDirect", sql.isDirect());
        headers.put("isKeyed", sql.isKeyed());
        headers.put("keyLength", sql.keyLength());
        headers.put("isDuplicateUnseen", sql.isDuplicateUnseen());
        headers.put("hasPartial", group.hasPartial());
        own().plan(sql);
    }

    /** Marks a point that {@link #rollbackToSavepoint()} goes back to. */
    public void savepoint() throws SQLException {
        own().savepoint();
    }

    /** Forgets the savepoint: what was done since stays. */
    public void releaseSavepoint() throws SQLException {
        own().releaseSavepoint();
    }

    /** Takes back what was done since the savepoint. */
    public void rollbackToSavepoint() throws SQLException {
        own().rollbackToSavepoint();
    }
}
