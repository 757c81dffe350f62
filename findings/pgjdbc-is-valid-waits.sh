#!/usr/bin/env bash
# pgjdbc 42.7.4 and 42.7.14, PostgreSQL 18.6: isValid(1) while another thread runs a statement on the same connection.
#
# One would guess: it answers within a second, as its contract says: true, or false because the time is over.
# It is so: it waits until the statement has ended, however long, and then says true. So a health check hangs on the very
# statement that it should watch: a long COPY, a DELETE that waits for a lock. A watcher needs a connection of its own.
#
# Output seen:
#   42.7.4 isValid(1) beside a statement of 6 s: true
#   measured: after 5530 ms
#   took longer than 4 s: true
#   42.7.14 isValid(1) beside a statement of 6 s: true
#   measured: after 5507 ms
#   took longer than 4 s: true
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
cat >"$tmp/Valid.java" <<'JAVA'
import java.sql.*;

public class Valid {
    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url)) {
            Thread busy = new Thread(() -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_sleep(6)");
                } catch (SQLException e) {
                    System.out.println(e);
                }
            });
            busy.start();
            Thread.sleep(500);
            long start = System.nanoTime();
            boolean valid = connection.isValid(1);
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println(org.postgresql.util.DriverInfo.DRIVER_VERSION + " isValid(1) beside a statement of 6 s: " + valid);
            System.out.println("measured: after " + millis + " ms");
            System.out.println("took longer than 4 s: " + (millis > 4000));
            busy.join();
        }
    }
}
JAVA
jars old org.postgresql:postgresql:42.7.4
jars new org.postgresql:postgresql:42.7.14

main() {
    run_java old Valid.java "$port"
    run_java new Valid.java "$port"
}
finding main
