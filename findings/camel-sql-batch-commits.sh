#!/usr/bin/env bash
# Camel 4.14.1 and 4.17.0, pgjdbc 42.7.14, PostgreSQL 18.6: camel-sql on a connection whose transaction belongs to somebody
# else.
#
# One would guess: with autocommit off `sql:` leaves the commit to whoever opened the transaction, with batch=true as without.
# It is so: a single statement stays uncommitted (and reports one updated row). With batch=true the producer commits, and with
# its own rows everything that the transaction had done before: half a source transaction becomes visible without its
# position, and the rollback that follows undoes nothing.
#
# Output seen:
#   4.14.1
#     one row by JDBC, one by sql:, updated 1: others see 0
#     after the rollback: others see 0
#     one row by JDBC, one by sql:&batch=true, updated 1: others see 2
#     after the rollback: others see 2
#   4.17.0
#     one row by JDBC, one by sql:, updated 1: others see 0
#     after the rollback: others see 0
#     one row by JDBC, one by sql:&batch=true, updated 1: others see 2
#     after the rollback: others see 2
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
sql "CREATE TABLE t (i int)"
cat >"$tmp/Batch.java" <<'JAVA'
import java.sql.*;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

public class Batch {
    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url);
                DefaultCamelContext context = new DefaultCamelContext()) {
            other.createStatement().execute("TRUNCATE t");
            connection.setAutoCommit(false);
            context.getRegistry().bind("target", new SingleConnectionDataSource(connection, true));
            context.start();
            System.out.println(context.getVersion());
            ProducerTemplate producer = context.createProducerTemplate();
            for (String option : new String[] {"", "&batch=true"}) {
                connection.createStatement().execute("INSERT INTO t VALUES (1)");
                Exchange exchange = producer.request("sql:INSERT INTO t VALUES (#)?dataSource=#target" + option, sent -> sent.getMessage()
                        .setBody(option.isEmpty() ? List.of(2) : List.of(List.of(2))));
                System.out.println("  one row by JDBC, one by sql:" + option + ", updated "
                        + exchange.getMessage().getHeader("CamelSqlUpdateCount") + ": others see " + rows(other));
                connection.rollback();
                System.out.println("  after the rollback: others see " + rows(other));
            }
        }
        System.exit(0);
    }

    private static int rows(Connection connection) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
JAVA
main() {
    local version
    for version in 4.14.1 4.17.0; do
        jars "$version" "org.apache.camel:camel-core:$version" "org.apache.camel:camel-sql:$version" org.postgresql:postgresql:42.7.14
        run_java "$version" Batch.java "$port" 2>"$tmp/log"
    done
}
finding main
