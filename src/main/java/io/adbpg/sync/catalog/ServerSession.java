package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A session on a server, as far as the account may see it.
 *
 * @param pid its server process
 * @param application its {@code application_name}; null if it is not visible
 * @param address the client's address; null if it is not visible, or the client is on the server's machine
 * @param since when it began; null if it is not visible
 */
public record ServerSession(int pid, String application, String address, String since) implements Worded {
    /** The select list over {@code pg_stat_activity AS a} that gives everything but the pid. */
    public static final String COLUMNS = "a.application_name AS application, host(a.client_addr) AS address,"
            + " CAST(date_trunc('second', a.backend_start) AS text) AS since";

    /** Returns the {@code application_name} of a job's sessions. */
    public static String application(String job) {
        return "adbpg-sync " + job;
    }

    /** Returns the session of a server process; only its pid if it has ended. */
    public static ServerSession find(Database server, int pid) {
        return server
                .run("SELECT " + COLUMNS + " FROM pg_stat_activity AS a WHERE a.pid = :?pid", Map.of("pid", pid))
                .stream()
                .findFirst()
                .map(row -> of(pid, row))
                .orElse(new ServerSession(pid, null, null, null));
    }

    /** Returns the session from a row with {@link #COLUMNS}. */
    public static ServerSession of(int pid, Map<String, Object> row) {
        return new ServerSession(
                pid, (String) row.get("application"), (String) row.get("address"), (String) row.get("since"));
    }

    /** Returns the session from a row with {@code pid} and {@link #COLUMNS}. */
    public static ServerSession of(ResultSet row) throws SQLException {
        return new ServerSession(
                row.getInt("pid"), row.getString("application"), row.getString("address"), row.getString("since"));
    }

    /** Says such as {@code process 4711 (adbpg-sync shop, from 10.0.0.7, since 2026-01-30 13:02:11+00)}. */
    @Override
    public Message message() {
        List<Message> known = new ArrayList<>();
        if (application != null && !application.isBlank()) {
            known.add(Message.verbatim(application));
        }
        if (address != null) {
            known.add(Message.of("from {0}", address));
        }
        if (since != null) {
            known.add(Message.of("since {0}", since));
        }
        return known.isEmpty()
                ? Message.of("process {0}", pid)
                : Message.of("process {0} ({1})", pid, Message.list(known));
    }

    @Override
    public String toString() {
        return message().toString();
    }
}
