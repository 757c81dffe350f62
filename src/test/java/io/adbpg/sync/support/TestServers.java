package io.adbpg.sync.support;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The two PostgreSQL servers that all tests of a run share; each test makes databases of its own on them. */
public final class TestServers {
    /** The version of the PostgreSQL that the program itself starts. */
    public static final int VERSION = 16;

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServers() {}

    private static final class Source {
        private static final EmbeddedPostgres SERVER = start();
    }

    private static final class Target {
        private static final EmbeddedPostgres SERVER = start();
    }

    /** A new, empty database on the source server. */
    public static TestDatabase newSource() {
        return newDatabase(Source.SERVER, "source");
    }

    /** A new, empty database on the target server: one of this run's, or the one that {@link Cluster} names. */
    public static TestDatabase newTarget() {
        return Cluster.maintenance()
                .map(TestServers::newDatabase)
                .orElseGet(() -> newDatabase(Target.SERVER, "target"));
    }

    /** Starts a server of a test's own; the test must close it. */
    public static EmbeddedPostgres start() {
        return start(DefaultPostgresBinaryResolver.INSTANCE);
    }

    /** Starts a server of a version of a test's own; the test must close it. */
    static EmbeddedPostgres start(PgBinaryResolver version) {
        long begin = System.nanoTime();
        try {
            return EmbeddedPostgres.builder()
                    .setPgBinaryResolver(version)
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setServerConfig("wal_level", "logical")
                    // Else the source sends a transaction only when the WAL writer comes by.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_wal_senders", "50")
                    .setServerConfig("max_replication_slots", "50")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Phases.add(Phases.Phase.SERVERS, System.nanoTime() - begin);
        }
    }

    static TestDatabase newDatabase(EmbeddedPostgres server, String role) {
        return newDatabase(new TestDatabase(role, server.getPort(), "postgres"));
    }

    private static TestDatabase newDatabase(TestDatabase maintenance) {
        // Other JVMs of this run may have databases on the same server.
        String name = maintenance.role() + "_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        maintenance.run("CREATE DATABASE " + name);
        return maintenance.sibling(name);
    }
}
