package io.adbpg.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The two PostgreSQL servers that all tests of a run share; each test makes databases of its own on them. */
public final class TestServers {
    /** The version of the PostgreSQL that the program itself starts. */
    public static final int VERSION = 16;

    /** The versions of the two, such as {@code 18-16}: source and target. */
    static final String VERSIONS = System.getProperty("servers", VERSION + "-" + VERSION);

    private static final AtomicInteger DATABASES = new AtomicInteger();
    /** Those on the two that nobody has dropped yet. */
    private static final Set<TestDatabase> LEFT = ConcurrentHashMap.newKeySet();

    private TestServers() {}

    private static final class Source {
        private static final RestartableServer SERVER = start(VERSIONS.split("-", 2)[0]);
    }

    private static final class Target {
        private static final RestartableServer SERVER = start(VERSIONS.split("-", 2)[1]);
    }

    /** A new, empty database on the source server. */
    public static TestDatabase newSource() {
        return remembered(newDatabase(Source.SERVER, "source"));
    }

    /** A new, empty database on the target server: one of this run's, or the one that {@link Cluster} names. */
    public static TestDatabase newTarget() {
        return remembered(Cluster.maintenance()
                .map(TestServers::newDatabase)
                .orElseGet(() -> newDatabase(Target.SERVER, "target")));
    }

    private static TestDatabase remembered(TestDatabase database) {
        LEFT.add(database);
        return database;
    }

    static void forget(TestDatabase database) {
        LEFT.remove(database);
    }

    /** Drops what is left on the two: the source's WAL is kept for each slot, and autovacuum goes from database to database. */
    static void dropLeft() {
        for (TestDatabase database : LEFT) {
            if (database.role().equals("source")) {
                database.endReaders();
            }
            database.drop();
        }
    }

    /** Starts a server of a version of a test's own; the test must close it. */
    static RestartableServer start(String version) {
        try {
            return RestartableServer.start(
                    version,
                    Map.of(
                            // Else the source sends a transaction only when the WAL writer comes by.
                            "synchronous_commit", "on",
                            "max_wal_senders", "50",
                            "max_replication_slots", "50",
                            // Its data may be in memory.
                            "max_wal_size", "256MB",
                            // Each round starts a process for each database that a test has made.
                            "autovacuum_naptime", "1h"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestDatabase newDatabase(RestartableServer server, String role) {
        return newDatabase(server.database(role));
    }

    private static TestDatabase newDatabase(TestDatabase maintenance) {
        // Other JVMs of this run may have databases on the same server.
        String name = maintenance.role() + "_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        // Else all of it goes through the WAL, which every slot of the server has to read.
        boolean hasStrategies = maintenance
                .value("SELECT current_setting('server_version_num')::int >= 150000")
                .equals("t");
        maintenance.run("CREATE DATABASE " + name + (hasStrategies ? " STRATEGY file_copy" : ""));
        return maintenance.sibling(name);
    }
}
