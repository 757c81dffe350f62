package io.adbpg.sync.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
    /**
     * Settings that the server lacks are skipped. What the server's own configuration says of writing holds: a service may
     * turn it off for all when a disk is full.
     */
    private static final String SET =
            """
            SELECT set_config(name, CASE name
                     WHEN 'row_security' THEN 'off'
                     WHEN 'quote_all_identifiers' THEN 'off'
                     WHEN 'standard_conforming_strings' THEN 'on' -- a quoted text in an entry ends at its quote
                     WHEN 'default_transaction_isolation' THEN 'read committed'
                     WHEN 'default_transaction_read_only' THEN CAST(? AS text)
                     WHEN 'wal_sender_timeout' THEN '60s'
                     WHEN 'tcp_keepalives_idle' THEN '10'
                     WHEN 'tcp_keepalives_interval' THEN '3'
                     WHEN 'tcp_keepalives_count' THEN '3'
                     ELSE '0' END, false)
              FROM pg_settings
             WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_session_timeout', 'transaction_timeout',
                            'idle_in_transaction_session_timeout', 'row_security', 'quote_all_identifiers',
                            'standard_conforming_strings', 'default_transaction_isolation',
                            'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count')
                OR name IN ('wal_sender_timeout', 'default_transaction_read_only')
                   AND (source IN ('user', 'database', 'database user') OR name = CAST(? AS text))
            """;

    private SessionSettings() {}

    /** Applies them to a new session. */
    static void apply(Connection connection, SessionIdentity identity, boolean isReadOnly) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(SET);
                Statement statement = connection.createStatement()) {
            if (identity.isOther()) {
                statement.execute("SET ROLE NONE");
            }
            set.setString(1, isReadOnly ? "on" : "off");
            set.setString(2, isReadOnly ? "default_transaction_read_only" : "");
            set.execute();
            String path = path(identity.path());
            if (!path.equals(identity.path())) {
                statement.execute("SET search_path TO " + path);
            }
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
