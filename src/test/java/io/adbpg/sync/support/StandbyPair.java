package io.adbpg.sync.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** A primary server with a standby that gets its failover slots, and a port that leads to the one which is primary. */
public final class StandbyPair implements AutoCloseable {
    private final Path folder;
    private EmbeddedPostgres primary;
    private EmbeddedPostgres standby;
    private FaultyLink toPrimary;
    private FaultyLink replication;

    private StandbyPair(Path folder) {
        this.folder = folder;
    }

    /** Starts both. */
    public static StandbyPair start() throws IOException {
        StandbyPair pair = new StandbyPair(Files.createTempDirectory("adbpg-sync"));
        try {
            pair.startServers();
            return pair;
        } catch (IOException | RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    private void startServers() throws IOException {
        Path data = folder.resolve("primary");
        primary = start(data);
        primary.close();
        Path copy = folder.resolve("standby");
        copy(data, copy);
        primary = start(data);
        database().run("ALTER SYSTEM SET synchronized_standby_slots = 'standby'");
        database().run("SELECT pg_create_physical_replication_slot('standby', true), pg_reload_conf()");
        replication = new FaultyLink(primary.getPort());
        toPrimary = new FaultyLink(primary.getPort());
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + replication.port() + " user=postgres dbname=postgres'\n"
                        + "primary_slot_name = 'standby'\nhot_standby_feedback = on\nsync_replication_slots = on\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        standby = start(copy);
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(ServerBinaries.of("18"))
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "local")
                .start();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.endsWith("postmaster.pid") && !file.endsWith("epg-lock")) {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** The database of the one that is primary. */
    public TestDatabase source() {
        return new TestDatabase("source", toPrimary.port(), "postgres");
    }

    private TestDatabase database() {
        return new TestDatabase("primary", primary.getPort(), "postgres");
    }

    /** The standby's database. */
    public TestDatabase standby() {
        return new TestDatabase("standby", standby.getPort(), "postgres");
    }

    /** Lets nothing come to the standby any more. */
    public void cutReplication() {
        replication.shut();
    }

    /** Ends the primary as in a crash, and lets the standby take its place. */
    public void failOver() throws IOException {
        long server = Long.parseLong(
                Files.readAllLines(folder.resolve("primary/postmaster.pid")).get(0));
        ProcessHandle handle = ProcessHandle.of(server).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", Long.toString(server)).start();
        handle.onExit().join();
        primary.close();
        standby().run("SELECT pg_promote()");
        toPrimary.leadTo(standby.getPort());
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : new AutoCloseable[] {toPrimary, replication, standby, primary}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(StandbyPair::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
