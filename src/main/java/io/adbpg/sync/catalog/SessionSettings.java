package io.adbpg.sync.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that every session of the job has, whatever its account or its database carries: no limits on how long anything
 * may take, all rows or a failure, the account's own rights, and a way to look up names on which nobody else's objects stand
 * before the server's own.
 */
final class SessionSettings {
    /** Settings that the server lacks are skipped; tells in each row what else may have to be set. */
    private static final String SET =
            """
            SELECT set_config(name, value, false), current_setting('default_transaction_read_only') AS read_only,
                   %s AS sender_timeout
              FROM (VALUES ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_session_timeout', '0'),
                           ('transaction_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),
                           ('row_security', 'off'), ('quote_all_identifiers', 'off'),
                           ('standard_conforming_strings', 'on'), -- a quoted text in an entry ends at its quote
                           ('default_transaction_isolation', 'read committed'), ('tcp_keepalives_idle', '10'),
                           ('tcp_keepalives_interval', '3'), ('tcp_keepalives_count', '3')) AS s (name, value)
             WHERE %s
            """;

    /** Of the source alone: Greenplum kernels tell it to superuser accounts only. */
    private static final String SENDER_TIMEOUT = "CASE WHEN %s THEN current_setting('wal_sender_timeout') END";

    private static final String USUAL_SENDER_TIMEOUT = "1min";

    /**
     * What the server's own configuration says of writing holds: a service may turn it off for all when a disk is full. To read
     * pg_settings costs half as much CPU as a connection, so that is done only if there is something to undo.
     */
    private static final String SET_UNLESS_CONFIGURED =
            """
            SELECT set_config(name, CASE name WHEN 'wal_sender_timeout' THEN '60s' ELSE 'off' END, false)
              FROM pg_settings
             WHERE name IN ('wal_sender_timeout', 'default_transaction_read_only')
               AND source IN ('user', 'database', 'database user')
            """;

    private SessionSettings() {}

    /**
     * Applies them to a new session.
     *
     * @param isOfSource whether it may be about to stream
     */
    static void apply(Connection connection, SessionIdentity identity, boolean isOfSource, boolean isReadOnly)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (identity.isOther()) {
                statement.execute("SET ROLE NONE");
            }
            if (isToBeUndone(statement, identity.version(), isOfSource)) {
                statement.execute(SET_UNLESS_CONFIGURED);
            }
            if (isReadOnly) {
                statement.execute("SET default_transaction_read_only TO on");
            }
            String path = path(identity.path());
            if (!path.equals(identity.path())) {
                statement.execute("SET search_path TO " + path);
            }
        }
    }

    /** Sets what holds everywhere; returns whether the account or its database may have set more. */
    private static boolean isToBeUndone(Statement statement, int version, boolean isOfSource) throws SQLException {
        String timeout = isOfSource
                ? SENDER_TIMEOUT.formatted(Kernel.hasSetting(version, "'wal_sender_timeout'"))
                : "'" + USUAL_SENDER_TIMEOUT + "'";
        String set = SET.formatted(timeout, Kernel.hasSetting(version, "s.name"));
        try (ResultSet row = statement.executeQuery(set)) {
            row.next();
            return !row.getString("read_only").equals("off")
                    || !USUAL_SENDER_TIMEOUT.equals(row.getString("sender_timeout"));
        }
    }

    /**
     * Returns a search path that begins with the server's own schema, as it does unless a path names it elsewhere, and that
     * contains {@code public}, where extensions have their operators.
     */
    static String path(String path) {
        List<String> schemas = new ArrayList<>();
        for (String schema : split(path)) {
            if (!schema.isEmpty() && !schema.equals("pg_catalog") && !schema.equals("\"\"")) {
                schemas.add(schema);
            }
        }
        if (!schemas.contains("public")) {
            schemas.add("public");
        }
        return String.join(", ", schemas);
    }

    /** Splits at commas outside of quotes. */
    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            isQuoted ^= c == '"';
            if (c == ',' && !isQuoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }
}
