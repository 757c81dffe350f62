package io.adbpg.sync.verify;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.load.ExportedSnapshot;
import io.adbpg.sync.mapping.ComparedTable;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A transaction on each end that sees a table as of the same position, while the job goes on. As long as this is open, nobody
 * can truncate or alter the table.
 */
final class BothEnds implements CommonPosition.User, AutoCloseable {
    private static final int MOMENT_MILLIS = 5000;

    private final Settings settings;
    private final ComparedTable table;
    private Connection source;
    private Connection target;

    private BothEnds(Settings settings, ComparedTable table) {
        this.settings = settings;
        this.table = table;
    }

    /**
     * Opens a transaction on each end at a common position.
     *
     * @throws Refusal if the job does not reach such a position
     */
    static BothEnds at(CommonPosition position, Settings settings, ComparedTable table) throws Exception {
        BothEnds ends = new BothEnds(settings, table);
        position.reach(ends);
        return ends;
    }

    @Override
    public void begin() {
        try {
            target = settings.target().connect(settings.job());
            ExactText.set(target);
            target.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            target.setReadOnly(true);
            target.setAutoCommit(false);
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
    }

    @Override
    public boolean look(ExportedSnapshot snapshot) throws SQLException {
        source = snapshot.connect();
        try (Statement statement = source.createStatement()) {
            statement.execute("LOCK TABLE " + table.source().toSql() + " IN ACCESS SHARE MODE NOWAIT");
        }
        return !ExportedSnapshot.isRewritten(source, table.source().name());
    }

    /** Takes the target's snapshot: a transaction sees what was committed at its first query. */
    @Override
    public boolean use(ExportedSnapshot snapshot, boolean isOpen) throws SQLException {
        target.setNetworkTimeout(Runnable::run, MOMENT_MILLIS);
        try (Statement statement = target.createStatement()) {
            statement.execute("LOCK TABLE " + table.target().toSql() + " IN ACCESS SHARE MODE NOWAIT");
            statement.execute("SELECT 1");
        }
        target.setNetworkTimeout(Runnable::run, 0);
        return true;
    }

    Connection source() {
        return source;
    }

    Connection target() {
        return target;
    }

    @Override
    public void giveUp() throws SQLException {
        close();
    }

    @Override
    public void close() throws SQLException {
        if (source != null) {
            source.close();
        }
        if (target != null) {
            target.close();
        }
    }
}
