#!/usr/bin/env bash
# Camel 4.14.1 and 4.17.0, pgjdbc 42.7.14, PostgreSQL 18.6: round trips of one `sql:` exchange.
#
# One would guess: one, as a PreparedStatement takes, and from the sixth run on a cheap one, since the server has the
# statement prepared.
# It is so: two, every time, and also for a statement without parameters: the producer asks the driver how many parameters
# there are, and the driver asks the server, which parses and analyses the statement anew. Over a link of 10 ms each step
# costs 20. parametersCount on the endpoint removes the question, for statements with at least one parameter.
#
# Output seen:
#   4.14.1
#     JDBC: INSERT INTO t VALUES (?, ?): round trips of eight runs: 1 1 1 1 1 1 1 1
#     sql:INSERT INTO t VALUES (#, #): round trips of eight runs: 2 2 2 2 2 2 2 2
#     sql:SELECT 1: round trips of eight runs: 2 2 2 2 2 2 2 2
#     sql:INSERT INTO t VALUES (#, #)?parametersCount=2: round trips of eight runs: 1 1 1 1 1 1 1 1
#   4.17.0
#     JDBC: INSERT INTO t VALUES (?, ?): round trips of eight runs: 1 1 1 1 1 1 1 1
#     sql:INSERT INTO t VALUES (#, #): round trips of eight runs: 2 2 2 2 2 2 2 2
#     sql:SELECT 1: round trips of eight runs: 2 2 2 2 2 2 2 2
#     sql:INSERT INTO t VALUES (#, #)?parametersCount=2: round trips of eight runs: 1 1 1 1 1 1 1 1
. "$(dirname "$0")/lib.sh"

start_postgres 18.6.0
sql "CREATE TABLE t (i int, v text)"
cat >"$tmp/Trips.java" <<'JAVA'
import java.io.*;
import java.net.*;
import java.sql.*;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

public class Trips {
    private static final AtomicInteger TRIPS = new AtomicInteger();

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.put("user", "postgres");
        properties.put("sslmode", "disable");
        properties.put("socketFactory", Counting.class.getName());
        Thread.currentThread().setContextClassLoader(Trips.class.getClassLoader());
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + arguments[0] + "/postgres", properties);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("target", new SingleConnectionDataSource(connection, true));
            context.start();
            System.out.println(context.getVersion());
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                count("JDBC: INSERT INTO t VALUES (?, ?)", () -> {
                    statement.setInt(1, 1);
                    statement.setString(2, "a");
                    statement.executeUpdate();
                });
            }
            ProducerTemplate producer = context.createProducerTemplate();
            for (String uri : new String[] {
                "sql:INSERT INTO t VALUES (#, #)", "sql:SELECT 1", "sql:INSERT INTO t VALUES (#, #)?parametersCount=2"
            }) {
                count(uri, () -> producer.requestBody(uri + (uri.contains("?") ? "&" : "?") + "dataSource=#target", List.of(1, "a")));
            }
        }
        System.exit(0);
    }

    private static void count(String name, Step step) throws Exception {
        StringBuilder trips = new StringBuilder();
        for (int run = 1; run <= 8; run++) {
            int before = TRIPS.get();
            step.run();
            trips.append(' ').append(TRIPS.get() - before);
        }
        System.out.println("  " + name + ": round trips of eight runs:" + trips);
    }

    interface Step {
        void run() throws Exception;
    }

    /** Counts how often the driver sends what it has gathered: it waits for an answer each time. */
    public static final class Counting extends javax.net.SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new FilterOutputStream(super.getOutputStream()) {
                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            out.write(bytes, offset, length);
                        }

                        @Override
                        public void flush() throws IOException {
                            TRIPS.incrementAndGet();
                            out.flush();
                        }
                    };
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
JAVA
main() {
    local version
    for version in 4.14.1 4.17.0; do
        jars "$version" "org.apache.camel:camel-core:$version" "org.apache.camel:camel-sql:$version" org.postgresql:postgresql:42.7.14
        run_java "$version" Trips.java "$port" 2>"$tmp/log"
    done
}
finding main
