#!/usr/bin/env bash
# OpenJDK 25, pgjdbc 42.7.14, PostgreSQL 18.6: interrupting a thread that waits for the server.
#
# One would guess: it does the same to a virtual thread as to any other.
# It is so: a platform thread waits on, the statement ends well and the flag stays set. Under a virtual thread the socket is
# closed: 08006, and the session is gone with its transaction, its temporary tables and its locks. So shutdownNow() and
# cancel(true), harmless to JDBC so far, become dangerous when an executor is switched to virtual threads. Needs a JDK 25:
# JDK25 names its folder, otherwise an installed one is taken.
#
# Output seen:
#   platform
#     statement ended well, interrupted: true
#     connection closed: false
#   virtual
#     08006 An I/O error occurred while sending to the backend. java.net.SocketException: Closed by interrupt
#     connection closed: true
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
cat >"$tmp/Interrupt.java" <<'JAVA'
import java.sql.*;

public class Interrupt {
    public static void main(String[] arguments) throws Exception {
        for (Thread.Builder threads : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
            Connection connection = DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres?user=postgres");
            connection.setAutoCommit(false);
            Thread thread = threads.start(() -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_sleep(2)");
                    System.out.println("  statement ended well, interrupted: " + Thread.currentThread().isInterrupted());
                } catch (SQLException e) {
                    System.out.println("  " + e.getSQLState() + " " + e.getMessage() + " " + e.getCause());
                }
            });
            Thread.sleep(500);
            System.out.println(thread.isVirtual() ? "virtual" : "platform");
            thread.interrupt();
            thread.join();
            System.out.println("  connection closed: " + connection.isClosed());
        }
    }
}
JAVA
jars new org.postgresql:postgresql:42.7.14

main() {
    JAVA="$(jdk25)/bin/java"
    run_java new Interrupt.java "$port"
}
finding main
