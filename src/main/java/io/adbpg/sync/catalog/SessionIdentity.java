package io.adbpg.sync.catalog;

import io.adbpg.sync.link.Link.Backend;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a session is before anything is set in it.
 *
 * @param backend the server's process
 * @param server tells one server from another at the same address, and from itself before a restart
 * @param version the kernel's, such as 160011 for 16.11 and 90426 for 9.4.26
 * @param path its search path
 * @param isOther whether it acts as another role than its account
 */
record SessionIdentity(Backend backend, String server, int version, String path, boolean isOther) {
    // Not by the view, which costs as much CPU as half a connection.
    private static final String BEGAN =
            """
            SELECT CAST(CAST(extract(epoch FROM backend_start) * 1000000 AS bigint) AS text)
              FROM pg_stat_get_activity(pg_backend_pid())""";

    private static final String WHO =
            """
            SELECT pg_backend_pid() AS pid,
                   ({began}) AS began,
                   CAST(CAST(extract(epoch FROM pg_postmaster_start_time()) * 1000000 AS bigint) AS text)
                     || CASE WHEN pg_is_in_recovery() THEN ', a standby' ELSE ', a primary' END AS server,
                   CAST(current_setting('server_version_num') AS int) AS version,
                   current_setting('search_path') AS path, current_user <> session_user AS is_other
            """
                    .replace("{began}", BEGAN);

    /** Returns the query for when a process of the server began. */
    static String began(int pid) {
        return BEGAN.replace("pg_backend_pid()", Integer.toString(pid));
    }

    static SessionIdentity read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WHO)) {
            row.next();
            return new SessionIdentity(
                    new Backend(row.getInt("pid"), row.getString("began")),
                    row.getString("server"),
                    row.getInt("version"),
                    row.getString("path"),
                    row.getBoolean("is_other"));
        }
    }
}
