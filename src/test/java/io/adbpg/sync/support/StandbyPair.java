package io.adbpg.sync.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A primary server with a standby that gets its failover slots, and a port that leads to the one which is primary. */
public final class StandbyPair implements AutoCloseable {
    private static final String VERSION = "18";

    private final Path primaryData;
    private final Path standbyData;
    private EmbeddedPostgres primary;
    private EmbeddedPostgres standby;
    private FaultyLink toPrimary;
    private FaultyLink replication;

    private StandbyPair(Path primaryData, Path standbyData) {
        this.primaryData = primaryData;
        this.standbyData = standbyData;
    }

    /** Starts both. */
    public static StandbyPair start() throws IOException {
        Path data = ServerData.create(VERSION, folder -> start(folder).close());
        StandbyPair pair = new StandbyPair(data, ServerData.newFolder());
        try {
            pair.startServers();
            return pair;
        } catch (IOException | RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    private void startServers() throws IOException {
        ServerData.copy(primaryData, standbyData);
        primary = start(primaryData);
        database().run("ALTER SYSTEM SET synchronized_standby_slots = 'standby'");
        database().run("SELECT pg_create_physical_replication_slot('standby', true), pg_reload_conf()");
        replication = new FaultyLink(primary.getPort());
        toPrimary = new FaultyLink(primary.getPort());
        Files.createFile(standbyData.resolve("standby.signal"));
        Files.writeString(
                standbyData.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + replication.port() + " user=postgres dbname=postgres'\n"
                        + "primary_slot_name = 'standby'\nhot_standby_feedback = on\nsync_replication_slots = on\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        standby = start(standbyData);
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        return RestartableServer.start(VERSION, data, Map.of("synchronous_commit", "local"), 0);
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
                Files.readAllLines(primaryData.resolve("postmaster.pid")).get(0));
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
        ServerData.delete(standbyData);
        ServerData.delete(primaryData);
    }
}
