#!/usr/bin/env bash
# pgjdbc 42.7.4 and 42.7.14, PostgreSQL 18.6: what a replication stream says once its walsender has gone.
#
# One would guess: every further call throws, in each release.
# It is so: both throw at the first readPending(). After it 42.7.4 returns null, which means "nothing there yet", at every
# call, isClosed() stays false and forceUpdateStatus() returns normally: a loop that logs the one failure and goes on sees a
# quiet source for ever. 42.7.14 throws 08003 at each further call, and its stream is closed. In neither is the connection
# closed.
#
# Output seen:
#   42.7.4
#     before: null
#     call 1 after it: 08006, stream closed: false, connection closed: false
#     call 2 after it: null, stream closed: false, connection closed: false
#     call 3 after it: null, stream closed: false, connection closed: false
#     call 4 after it: null, stream closed: false, connection closed: false
#     forceUpdateStatus: no exception
#   42.7.14
#     before: null
#     call 1 after it: 08006, stream closed: true, connection closed: false
#     call 2 after it: 08003, stream closed: true, connection closed: false
#     call 3 after it: 08003, stream closed: true, connection closed: false
#     call 4 after it: 08003, stream closed: true, connection closed: false
#     forceUpdateStatus: 08003
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0 wal_level=logical
cat >"$tmp/Gone.java" <<'JAVA'
import java.sql.*;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

public class Gone {
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.put("user", "postgres");
        properties.put("replication", "database");
        properties.put("assumeMinServerVersion", "10");
        properties.put("preferQueryMode", "simple");
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres";
        System.out.println(org.postgresql.util.DriverInfo.DRIVER_VERSION);
        try (Connection control = DriverManager.getConnection(url + "?user=postgres");
                Statement statement = control.createStatement()) {
            Connection connection = DriverManager.getConnection(url, properties);
            PGReplicationStream stream = connection.unwrap(PGConnection.class).getReplicationAPI()
                    .replicationStream().logical().withSlotName("s").start();
            System.out.println("  before: " + stream.readPending());
            statement.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
            Thread.sleep(500);
            for (int call = 1; call <= 4; call++) {
                System.out.println("  call " + call + " after it: " + attempt(stream::readPending) + ", stream closed: "
                        + stream.isClosed() + ", connection closed: " + connection.isClosed());
            }
            System.out.println("  forceUpdateStatus: " + attempt(() -> {
                stream.forceUpdateStatus();
                return "no exception";
            }));
        }
        System.exit(0);
    }

    private static Object attempt(Attempt attempt) throws Exception {
        try {
            return attempt.run();
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    interface Attempt {
        Object run() throws Exception;
    }
}
JAVA
jars old org.postgresql:postgresql:42.7.4
jars new org.postgresql:postgresql:42.7.14
sql "SELECT pg_create_logical_replication_slot('s', 'test_decoding')" >/dev/null

main() {
    run_java old Gone.java "$port"
    run_java new Gone.java "$port"
}
finding main
