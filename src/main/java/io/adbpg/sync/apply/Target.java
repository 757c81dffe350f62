package io.adbpg.sync.apply;

import io.adbpg.sync.Server;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.camel.Header;
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

    /** Prepares the server for the statements of a row group. */
    public void plan(@Header("sql") TableSql sql) throws SQLException {
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
