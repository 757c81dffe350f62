package io.adbpg.sync.apply;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.SelectList.Item;
import io.adbpg.sync.mapping.TableSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the row and the value for which the target refused a statement over staged rows, since the server does not name
 * them. After such a failure it bisects the rows, then tries the columns one by one, by inserts into a temporary table.
 */
public final class RefusedStagedRow {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedStagedRow.class);
    private static final String PROBE = "adbpg_sync_probe";

    private final TargetConnection connection;
    private final TableSql sql;
    private final SQLException failure;

    private RefusedStagedRow(TargetConnection connection, TableSql sql, SQLException failure) {
        this.connection = connection;
        this.sql = sql;
        this.failure = failure;
    }

    /**
     * Finds the refused row. Rolls the connection back to its last commit.
     *
     * @param failure the failure of the statement
     * @return null if no staged row is refused on its own
     */
    public static Refusal find(TargetConnection connection, Throwable failure) {
        TargetConnection.Staged staged = connection.staged();
        SQLException said = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof Refusal) {
                return null;
            }
            said = t instanceof SQLException sql ? sql : said;
        }
        if (staged == null || said == null || !isOfOneRow(said)) {
            return null;
        }
        try {
            connection.rollback();
            return new RefusedStagedRow(connection, staged.sql(), said).find(staged.group());
        } catch (SQLException e) {
            LOG.debug("cannot find the refused row", e);
            return null;
        }
    }

    /** Whether the failure depends on one row alone, whatever other rows there are. */
    private static boolean isOfOneRow(SQLException said) {
        return RefusedRow.isOf(said) && said.getSQLState().matches("22.*|23502|23514");
    }

    private Refusal find(RowGroup group) throws SQLException {
        execute("CREATE TEMPORARY TABLE " + PROBE + " (LIKE " + sql.target()
                + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
        String insert = "INSERT INTO " + PROBE + " " + sql.insertColumns() + " SELECT " + sql.insertValues();
        List<Row> rows = group.rows();
        if (rows.isEmpty() || !isRefused(group, rows, insert)) {
            return null;
        }
        while (rows.size() > 1) {
            List<Row> half = rows.subList(0, rows.size() / 2);
            rows = isRefused(group, half, insert) ? half : rows.subList(half.size(), rows.size());
        }
        return isRefused(group, rows, insert) ? refusal(rows.get(0)) : null;
    }

    private boolean isRefused(RowGroup group, List<Row> rows, String insert) throws SQLException {
        RowGroup part = new RowGroup(group.relation(), group.operation(), rows, group.keys(), List.of());
        CopyProducer.stage(connection, rows, part, sql);
        return isRefused(insert);
    }

    /**
     * Whether a statement over the staged rows that match the condition fails with the same SQLSTATE as the original
     * one.
     */
    private boolean isRefused(String select) throws SQLException {
        Savepoint before = connection.getConnection().setSavepoint();
        try {
            execute(select + " FROM " + sql.staging() + " AS s WHERE " + sql.condition());
            return false;
        } catch (SQLException e) {
            return Objects.equals(e.getSQLState(), failure.getSQLState());
        } finally {
            connection.getConnection().rollback(before);
        }
    }

    private Refusal refusal(Row row) throws SQLException {
        RefusedRow names = new RefusedRow(sql.copiedToStaging());
        if (!failure.getSQLState().startsWith("22") || isRefused("SELECT count(*)")) {
            return names.refused(row, failure);
        }
        for (Item item : sql.items()) {
            // A column of the same type and length, but without constraints.
            String column = quote(item.target());
            execute("DROP TABLE IF EXISTS " + PROBE);
            execute("CREATE TEMPORARY TABLE " + PROBE + " AS SELECT " + column + " FROM " + sql.target()
                    + " WHERE false");
            if (isRefused("INSERT INTO " + PROBE + " SELECT " + sql.insertValue(item))) {
                String computed = value(sql.insertValue(item));
                return computed == null
                        ? names.refused(row, failure)
                        : names.unfit(row, item.target(), computed, sql.declaredType(item), failure);
            }
        }
        return names.refused(row, failure);
    }

    /** Returns the value of an expression over the staged row; null if it can't be computed. */
    private String value(String expression) throws SQLException {
        Savepoint before = connection.getConnection().setSavepoint();
        try (Statement statement = connection.getConnection().createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT CAST(" + expression + " AS text) FROM " + sql.staging() + " AS s")) {
            return result.next() ? result.getString(1) : null;
        } catch (SQLException e) {
            connection.getConnection().rollback(before);
            return null;
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement run = connection.getConnection().createStatement()) {
            run.execute(statement);
        }
    }
}
