package io.adbpg.sync.support;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server that is there, on which the tests of {@code mvn -Pcluster verify} make their targets in place of one that they
 * start: a Greenplum cluster, say. The properties {@code cluster.host}, {@code cluster.port} and {@code cluster.user} tell
 * where, and as which superuser, whom it must let in without a password; {@code cluster.stop}, {@code cluster.crash} and
 * {@code cluster.start} are commands of the shell that stop and start it, and return when that is done. Without them it is not stopped.
 */
public final class Cluster {
    private static final AtomicReference<String> VERSION = new AtomicReference<>();

    private Cluster() {}

    /** Its maintenance database; empty if the tests start servers of their own. */
    public static Optional<TestDatabase> maintenance() {
        String port = System.getProperty("cluster.port", "");
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(new TestDatabase(
                        "target",
                        System.getProperty("cluster.host", "127.0.0.1"),
                        Integer.parseInt(port),
                        "postgres",
                        System.getProperty("cluster.user", "postgres")));
    }

    /** The server for a test that would stop and start its target; empty if tests start servers of their own. */
    public static Optional<StoppableServer> server() {
        return maintenance().map(maintenance -> new Commanded(TestServers.newTarget()));
    }

    /** Statements that make tables, as it takes them: Greenplum has no second unique key that isn't the one by which rows are distributed. */
    public static String tables(String statements) {
        return maintenance().isEmpty() ? statements : statements.replace(" UNIQUE", "");
    }

    /** What it is, such as {@code PostgreSQL 9.4.26 (Greenplum Database 6.24.3 …)}; asked once. */
    static String version(TestDatabase maintenance) {
        return VERSION.updateAndGet(known -> known == null ? maintenance.value("SELECT version()") : known);
    }

    private record Commanded(TestDatabase database) implements StoppableServer {
        @Override
        public TestDatabase database(String role) {
            return database;
        }

        @Override
        public boolean canStop() {
            return command("cluster.stop").isPresent()
                    && command("cluster.start").isPresent();
        }

        @Override
        public void stop(Stop how) throws IOException {
            Optional<String> crash = how == Stop.IMMEDIATE ? command("cluster.crash") : Optional.empty();
            run(crash.or(() -> command("cluster.stop")).orElseThrow());
        }

        @Override
        public void startAgain() throws IOException {
            run(command("cluster.start").orElseThrow());
        }

        @Override
        public void close() {
            database.drop();
        }

        private static Optional<String> command(String property) {
            return Optional.of(System.getProperty(property, "")).filter(command -> !command.isEmpty());
        }

        private static void run(String command) throws IOException {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .inheritIO()
                    .redirectErrorStream(true)
                    .start();
            try {
                if (process.waitFor() != 0) {
                    throw new IOException(command + " ended with " + process.exitValue());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(command + " was interrupted", e);
            }
        }
    }
}
