package io.adbpg.sync.support;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server that is there, on which the tests of {@code mvn -Pcluster verify} make their targets in place of one that they
 * start: a Greenplum cluster, say. The properties {@code cluster.host}, {@code cluster.port} and {@code cluster.user} tell
 * where, and as which superuser, whom it must let in without a password.
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

    /** What it is, such as {@code PostgreSQL 9.4.26 (Greenplum Database 6.24.3 …)}; asked once. */
    static String version(TestDatabase maintenance) {
        return VERSION.updateAndGet(known -> known == null ? maintenance.value("SELECT version()") : known);
    }
}
