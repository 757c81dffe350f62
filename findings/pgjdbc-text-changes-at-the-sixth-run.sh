#!/usr/bin/env bash
# pgjdbc 42.7.4 and 42.7.14, PostgreSQL 18.6: getString() of one and the same value, run by run of one PreparedStatement.
#
# One would guess: getString() returns what the server prints, or at least the same text each time.
# It is so: from the sixth run on (prepareThreshold=5) values of some types come in binary and the driver prints them: bytea
# as the name of a Java object, floats and numeric in Java's notation, timetz in the time zone of the JVM, 24:00 as timetz not
# at all. binaryTransfer=false keeps the text of all but points. A cast to text in the statement keeps all of it.
#
# Output seen:
#   42.7.4 binaryTransfer=true
#     bytea '\x00ff': \x00ff until run 5, then [B@...
#     float8 '100000000': 100000000 until run 5, then 1.0E8
#     float4 '1': 1 until run 5, then 1.0
#     numeric '0.0000000001': 0.0000000001 until run 5, then 1E-10
#     point '(1.5,2)': (1.5,2) until run 5, then (1.5,2.0)
#     timetz '10:00:00+02:30': 10:00:00+02:30 until run 5, then 07:30:00+00
#     timetz '24:00:00+02': 24:00:00+02 until run 5, then DateTimeException
#     time '24:00:00': 24:00:00
#     interval '1 mon -1 day': 1 mon -1 days
#     CAST(bytea '\x00ff' AS text): \x00ff
#   42.7.14 binaryTransfer=true
#     bytea '\x00ff': \x00ff until run 5, then [B@...
#     float8 '100000000': 100000000 until run 5, then 1.0E8
#     float4 '1': 1 until run 5, then 1.0
#     numeric '0.0000000001': 0.0000000001 until run 5, then 1E-10
#     point '(1.5,2)': (1.5,2) until run 5, then (1.5,2.0)
#     timetz '10:00:00+02:30': 10:00:00+02:30 until run 5, then 07:30:00+00
#     timetz '24:00:00+02': 24:00:00+02 until run 5, then DateTimeException
#     time '24:00:00': 24:00:00
#     interval '1 mon -1 day': 1 mon -1 days
#     CAST(bytea '\x00ff' AS text): \x00ff
#   42.7.14 binaryTransfer=false
#     bytea '\x00ff': \x00ff
#     float8 '100000000': 100000000
#     float4 '1': 1
#     numeric '0.0000000001': 0.0000000001
#     point '(1.5,2)': (1.5,2) until run 5, then (1.5,2.0)
#     timetz '10:00:00+02:30': 10:00:00+02:30
#     timetz '24:00:00+02': 24:00:00+02
#     time '24:00:00': 24:00:00
#     interval '1 mon -1 day': 1 mon -1 days
#     CAST(bytea '\x00ff' AS text): \x00ff
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
cat >"$tmp/Texts.java" <<'JAVA'
import java.sql.*;

public class Texts {
    public static void main(String[] arguments) throws Exception {
        String option = arguments[1];
        System.out.println(org.postgresql.util.DriverInfo.DRIVER_VERSION + " " + option);
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres?user=postgres&" + option)) {
            for (String value : new String[] {
                "bytea '\\x00ff'", "float8 '100000000'", "float4 '1'", "numeric '0.0000000001'", "point '(1.5,2)'",
                "timetz '10:00:00+02:30'", "timetz '24:00:00+02'", "time '24:00:00'", "interval '1 mon -1 day'",
                "CAST(bytea '\\x00ff' AS text)"
            }) {
                System.out.println("  " + value + ": " + texts(connection, value));
            }
        }
    }

    private static String texts(Connection connection, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + value)) {
            String first = text(statement);
            for (int run = 2; run <= 12; run++) {
                String text = text(statement);
                if (!text.equals(first)) {
                    return first + " until run " + (run - 1) + ", then " + text;
                }
            }
            return first;
        }
    }

    private static String text(PreparedStatement statement) {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1).replaceAll("^\\[B@[0-9a-f]+$", "[B@...");
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA
jars old org.postgresql:postgresql:42.7.4
jars new org.postgresql:postgresql:42.7.14

main() {
    JAVA_FLAGS=-Duser.timezone=UTC
    run_java old Texts.java "$port" binaryTransfer=true
    run_java new Texts.java "$port" binaryTransfer=true
    run_java new Texts.java "$port" binaryTransfer=false
}
finding main
