package io.adbpg.sync.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of a test, used as its superuser.
 *
 * @param role source or target
 */
public record TestDatabase(String role, int port, String name) {
    /** A new connection, auto-commit on; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "");
    }

    /** Runs statements, separated by semicolons, in one transaction. */
    public void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(role + ": " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** The rows of a query, each as its values' texts joined by {@code |}, NULL as {@code NULL}. */
    public List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getString(i)).replace("null", "NULL"));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(role + ": " + e.getMessage() + " in: " + sql, e);
        }
    }

    /** The only value of a query, as text. */
    public String value(String sql) {
        return rows(sql).get(0);
    }
}
