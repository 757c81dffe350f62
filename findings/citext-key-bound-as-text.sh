#!/usr/bin/env bash
# citext of PostgreSQL 18.6 and pgjdbc 42.7.14: rows found by a key of type citext.
#
# One would guess: a value bound to `key = ?`, or an array bound to `key = ANY (?)`, is compared as the column compares:
# regardless of case, and by the index of the key.
# It is so: setString() and createArrayOf("text") declare the type, and citext = text compares texts: it respects case and
# reads the whole table. A DELETE by keys finds nothing, and the INSERT after it hits the key (23505). Bound as citext, or
# without a type (stringtype=unspecified), the value is compared as expected. A literal typed by hand has no type, so a trial
# by hand looks well.
#
# Output seen:
#   id = 'key7' (literal): 1 row, Index Only Scan
#   id = ? (setString): 0 row, Seq Scan
#   id = ? (setString, stringtype=unspecified): 1 row, Index Only Scan
#   id = ?::citext (setString): 1 row, Index Only Scan
#   id = ANY (?) (text[]): 0 row, Seq Scan
#   id = ANY (?) (citext[]): 1 row, Index Only Scan
#   DELETE by the key: 0
#   INSERT of the same key after it: 23505
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
cat >"$tmp/Keys.java" <<'JAVA'
import java.sql.*;

public class Keys {
    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Connection untyped = DriverManager.getConnection(url + "&stringtype=unspecified")) {
            connection.createStatement().execute("CREATE EXTENSION citext; CREATE TABLE t (id citext PRIMARY KEY);"
                    + " INSERT INTO t SELECT 'Key' || g FROM generate_series(1, 100000) AS g; ANALYZE t");
            find(connection, "id = 'key7'", null);
            find(connection, "id = ?", "key7");
            find(untyped, "id = ?", "key7");
            find(connection, "id = ?::citext", "key7");
            find(connection, "id = ANY (?)", connection.createArrayOf("text", new String[] {"key7"}));
            find(connection, "id = ANY (?)", connection.createArrayOf("citext", new String[] {"key7"}));
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE id = ?");
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                delete.setString(1, "key7");
                insert.setString(1, "key7");
                System.out.println("DELETE by the key: " + delete.executeUpdate());
                insert.executeUpdate();
            } catch (SQLException e) {
                System.out.println("INSERT of the same key after it: " + e.getSQLState());
            }
        }
    }

    private static void find(Connection connection, String condition, Object value) throws SQLException {
        String type = value instanceof Array array ? array.getBaseTypeName() + "[]" : value == null ? "literal" : "setString";
        String option = connection.getMetaData().getURL().contains("unspecified") ? ", stringtype=unspecified" : "";
        System.out.println(condition + " (" + type + option + "): " + ask(connection, "SELECT count(*) FROM t WHERE " + condition, value)
                + " row, " + ask(connection, "EXPLAIN SELECT FROM t WHERE " + condition, value).replaceAll(" (using|on) .*", ""));
    }

    private static String ask(Connection connection, String query, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            if (value instanceof Array array) {
                statement.setArray(1, array);
            } else if (value != null) {
                statement.setString(1, value.toString());
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
JAVA
jars new org.postgresql:postgresql:42.7.14

main() {
    run_java new Keys.java "$port"
}
finding main
