#!/usr/bin/env bash
# pgjdbc 42.7.4 and 42.7.14, PostgreSQL 18.6: commit() of a transaction in which a statement failed.
#
# One would guess: commit() throws, since the server answers COMMIT with ROLLBACK.
# It is so: it returns normally, by the extended and the simple protocol, after a failed statement and a failed COPY. Code
# that catches an exception on the way and still reaches commit() believes that the rows are there. Every failure must end in
# rollback(); or the last statement before commit(), such as the one that writes the position, shows it: it fails (25P02).
#
# Output seen:
#   42.7.4 extended
#     statement: 22012
#     commit: no exception, rows: 0
#     COPY: 22P02
#     last statement: 25P02
#     commit: no exception, rows: 0
#   42.7.4 simple
#     statement: 22012
#     commit: no exception, rows: 0
#     COPY: 22P02
#     last statement: 25P02
#     commit: no exception, rows: 0
#   42.7.14 extended
#     statement: 22012
#     commit: no exception, rows: 0
#     COPY: 22P02
#     last statement: 25P02
#     commit: no exception, rows: 0
#   42.7.14 simple
#     statement: 22012
#     commit: no exception, rows: 0
#     COPY: 22P02
#     last statement: 25P02
#     commit: no exception, rows: 0
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
sql "CREATE TABLE t (i int)"
cat >"$tmp/Commit.java" <<'JAVA'
import java.io.StringReader;
import java.sql.*;
import org.postgresql.PGConnection;

public class Commit {
    public static void main(String[] arguments) throws Exception {
        for (String mode : new String[] {"extended", "simple"}) {
            String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres?user=postgres&preferQueryMode=" + mode;
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                System.out.println(org.postgresql.util.DriverInfo.DRIVER_VERSION + " " + mode);
                connection.setAutoCommit(false);
                statement.execute("INSERT INTO t VALUES (1)");
                System.out.println("  statement: " + attempt(() -> statement.execute("SELECT 1 / 0")));
                System.out.println("  commit: " + attempt(connection::commit) + ", rows: " + rows(statement));
                connection.commit();
                statement.execute("INSERT INTO t VALUES (1)");
                System.out.println("  COPY: " + attempt(() -> connection.unwrap(PGConnection.class)
                        .getCopyAPI().copyIn("COPY t FROM STDIN", new StringReader("2\nx\n"))));
                System.out.println("  last statement: " + attempt(() -> statement.execute("SELECT 1")));
                System.out.println("  commit: " + attempt(connection::commit) + ", rows: " + rows(statement));
            }
        }
    }

    private static int rows(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String attempt(Attempt attempt) throws Exception {
        try {
            attempt.run();
            return "no exception";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    interface Attempt {
        void run() throws Exception;
    }
}
JAVA
jars old org.postgresql:postgresql:42.7.4
jars new org.postgresql:postgresql:42.7.14

main() {
    run_java old Commit.java "$port"
    run_java new Commit.java "$port"
}
finding main
