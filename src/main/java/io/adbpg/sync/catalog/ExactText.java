package io.adbpg.sync.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/**
 * The settings of a session under which the text of a value is exact, and is read as it was meant. A connection that
 * prints values for the other end, or reads such, must have them: a database may have others of its own.
 */
public final class ExactText {
    private static final String PLAIN_QUOTES = "standard_conforming_strings TO on";

    private static final List<String> SETTINGS = List.of(
            "datestyle TO 'ISO, MDY'",
            "intervalstyle TO 'postgres'",
            "extra_float_digits TO 3",
            "bytea_output TO 'hex'",
            // Not the currency of either end: the number in front of it would be read as another one.
            "lc_monetary TO 'C'",
            "xmloption TO 'content'",
            "array_nulls TO on",
            // What an entry holds in quotes ends where it ends here, not at a backslash.
            PLAIN_QUOTES,
            // What becomes of a time with a zone, as text or as a date, is the same at both ends and wherever the job
            // runs.
            "timezone TO 'UTC'");

    private ExactText() {}

    /**
     * Lets a quoted text end where SQL ends it, not at a backslash; for a connection that only asks, and prints nothing for
     * the other end.
     */
    public static void setQuotes(Connection connection) throws SQLException {
        if (!connection.unwrap(PgConnection.class).getStandardConformingStrings()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET " + PLAIN_QUOTES);
            }
        }
    }

    /** Sets them for the rest of the session. */
    public static void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                // One by one: a replication connection takes no more in older versions.
                statement.execute("SET " + setting);
            }
        }
    }
}
