package io.adbpg.sync.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * The session settings under which a value's text is exact and is read back as the same value. Every connection that
 * prints values for the other end, or reads them from it, needs these: a database may have other defaults.
 */
public final class ExactText {
    private static final List<Map.Entry<String, String>> SETTINGS = List.of(
            Map.entry("datestyle", "ISO, MDY"),
            Map.entry("intervalstyle", "postgres"),
            Map.entry("extra_float_digits", "3"),
            Map.entry("bytea_output", "hex"),
            // Neither end's own currency: an amount would be read as a different one.
            Map.entry("lc_monetary", "C"),
            Map.entry("xmloption", "content"),
            Map.entry("array_nulls", "on"),
            // So that a timestamp with time zone becomes the same text or date on both ends, wherever the job runs.
            Map.entry("timezone", "UTC"));

    private ExactText() {}

    /** Applies all settings for the rest of the session. */
    public static void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : SETTINGS) {
                // One by one: older versions accept only one statement at a time on a replication connection.
                statement.execute("SET " + setting.getKey() + " TO '" + setting.getValue() + "'");
            }
        }
    }

    /** Applies all settings to a session that accepts replication commands, unless it was started with them. */
    public static void setForStream(Connection connection) throws SQLException {
        if (!OldWalSender.is(connection)) {
            set(connection);
        }
    }

    /** Returns the settings, name and value. */
    static List<Map.Entry<String, String>> settings() {
        return SETTINGS;
    }
}
