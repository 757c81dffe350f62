package io.adbpg.sync.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody's session on a server, as far as the account may see it.
 *
 * @param pid its process on the server
 * @param application the name that it has given itself; null if it is not shown
 * @param address where it comes from; null if it is not shown, or comes from the server's own machine
 * @param since when it began; null if it is not shown
 */
public record ServerSession(int pid, String application, String address, String since) {
    /** What to read of {@code pg_stat_activity AS a} for the others of these. */
    public static final String COLUMNS = "a.application_name AS application, host(a.client_addr) AS address,"
            + " CAST(date_trunc('second', a.backend_start) AS text) AS since";

    /** The session of a process; it may have ended by now. */
    public static ServerSession find(Database server, int pid) {
        return server
                .run("SELECT " + COLUMNS + " FROM pg_stat_activity AS a WHERE a.pid = :?pid", Map.of("pid", pid))
                .stream()
                .findFirst()
                .map(row -> of(pid, row))
                .orElse(new ServerSession(pid, null, null, null));
    }

    /** The session in a row that has {@link #COLUMNS}. */
    public static ServerSession of(int pid, Map<String, Object> row) {
        return new ServerSession(
                pid, (String) row.get("application"), (String) row.get("address"), (String) row.get("since"));
    }

    /** The session in a row that has {@code pid} and {@link #COLUMNS}. */
    public static ServerSession of(ResultSet row) throws SQLException {
        return new ServerSession(
                row.getInt("pid"), row.getString("application"), row.getString("address"), row.getString("since"));
    }

    /** Such as {@code process 4711 (adbpg-sync shop, from 10.0.0.7, since 2026-01-30 13:02:11+00)}. */
    @Override
    public String toString() {
        String known = Stream.of(
                        application == null ? "" : application,
                        address == null ? "" : "from " + address,
                        since == null ? "" : "since " + since)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
        return "process " + pid + (known.isEmpty() ? "" : " (" + known + ")");
    }
}
