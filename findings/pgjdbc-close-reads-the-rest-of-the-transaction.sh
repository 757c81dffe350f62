#!/usr/bin/env bash
# pgjdbc 42.7.4 and 42.7.14, PostgreSQL 18.6: close() of a replication stream in the middle of a large transaction.
#
# One would guess: close() ends the stream at once, whatever was left unread.
# It is so: the server first sends the rest of the transaction, and close() reads and drops it, which takes as long as reading
# it for use. A job that is told to stop in the middle of a mass update seems to hang, and its slot stays taken meanwhile.
# Closing the connection and not the stream ends it at once.
#
# Output seen:
#   42.7.4
#   measured: 1671 ms to read all and close, 1703 ms to read five messages and close the stream, 0 ms to read five and close the connection alone
#   closing the stream after five takes more than a quarter of reading all: true
#   closing the connection alone takes less than a tenth of that: true
#   42.7.14
#   measured: 1962 ms to read all and close, 1785 ms to read five messages and close the stream, 1 ms to read five and close the connection alone
#   closing the stream after five takes more than a quarter of reading all: true
#   closing the connection alone takes less than a tenth of that: true
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0 wal_level=logical
cat >"$tmp/Close.java" <<'JAVA'
import java.sql.*;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

public class Close {
    public static void main(String[] arguments) throws Exception {
        System.out.println(org.postgresql.util.DriverInfo.DRIVER_VERSION);
        long whole = millis(arguments[0], 300_001, false);
        long stream = millis(arguments[0], 5, false);
        long connection = millis(arguments[0], 5, true);
        System.out.println("measured: " + whole + " ms to read all and close, " + stream + " ms to read five messages and close the"
                + " stream, " + connection + " ms to read five and close the connection alone");
        System.out.println("closing the stream after five takes more than a quarter of reading all: " + (stream > whole / 4));
        System.out.println("closing the connection alone takes less than a tenth of that: " + (connection < stream / 10));
        System.exit(0);
    }

    /** From the fifth message on: the server decodes all before it sends the first. */
    private static long millis(String port, int messages, boolean isConnectionAlone) throws Exception {
        Properties properties = new Properties();
        properties.put("user", "postgres");
        properties.put("replication", "database");
        properties.put("assumeMinServerVersion", "10");
        properties.put("preferQueryMode", "simple");
        Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
        PGReplicationStream stream = start(connection);
        long start = 0;
        for (int message = 1; message <= messages; message++) {
            stream.read();
            start = message == 5 ? System.nanoTime() : start;
        }
        if (!isConnectionAlone) {
            stream.close();
        }
        connection.close();
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** The slot is free a moment after its connection was closed. */
    private static PGReplicationStream start(Connection connection) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return connection.unwrap(PGConnection.class).getReplicationAPI()
                        .replicationStream().logical().withSlotName("s").start();
            } catch (SQLException e) {
                if (attempt == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
JAVA
jars old org.postgresql:postgresql:42.7.4
jars new org.postgresql:postgresql:42.7.14
sql "CREATE TABLE t (id bigint, v text)" "SELECT pg_create_logical_replication_slot('s', 'test_decoding')" \
    "INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(1, 300000) g" >/dev/null

main() {
    run_java old Close.java "$port"
    run_java new Close.java "$port"
}
finding main
