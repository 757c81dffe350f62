package io.adbpg.sync.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The session settings under which a value's text is exact and is read back as the same value. Every connection that
 * prints values for the other end, or reads them from it, needs these: a database may have other defaults.
 */
public final class ExactText {
    private static final List<String> SETTINGS = List.of(
            "datestyle TO 'ISO, MDY'",
            "intervalstyle TO 'postgres'",
            "extra_float_digits TO 3",
            "bytea_output TO 'hex'",
            // Neither end's own currency: an amount would be read as a different one.
            "lc_monetary TO 'C'",
            "xmloption TO 'content'",
            "array_nulls TO on",
            // So that a timestamp with time zone becomes the same text or date on both ends, wherever the job runs.
            "timezone TO 'UTC'");

    private ExactText() {}

    /** Applies all settings for the rest of the session. */
    public static void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                // One by one: older versions accept only one statement at a time on a replication connection.
                statement.execute("SET " + setting);
            }
        }
    }
}
