package io.adbpg.sync.support;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A PostgreSQL server of a test's own, which can be stopped and started again with its data, at its port. */
public final class RestartableServer implements StoppableServer {
    /** Those that nobody has closed; they end with the JVM. */
    private static final Set<RestartableServer> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RestartableServer::endAll, "end-of-servers"));
    }

    private final String version;
    private final Path data;
    private final Map<String, String> configuration;
    private EmbeddedPostgres postgres;

    private RestartableServer(String version, Path data, Map<String, String> configuration) {
        this.version = version;
        this.data = data;
        this.configuration = configuration;
    }

    /** Starts a server with settings that differ from {@code wal_level=logical} and PostgreSQL's own. */
    public static RestartableServer start(Map<String, String> configuration) throws IOException {
        return start(Integer.toString(TestServers.VERSION), configuration);
    }

    /** Starts a server of a version, with settings that differ from {@code wal_level=logical} and PostgreSQL's own. */
    public static RestartableServer start(String version, Map<String, String> configuration) throws IOException {
        long begin = System.nanoTime();
        Path data = ServerData.create(
                version, folder -> start(version, folder, Map.of(), 0).close());
        Phases.add(Phases.Phase.SERVERS, System.nanoTime() - begin);
        RestartableServer server = new RestartableServer(version, data, configuration);
        server.start(0);
        OPEN.add(server);
        return server;
    }

    /** Starts a server with PostgreSQL's own settings, which {@code ALTER SYSTEM} can change. */
    public static RestartableServer startPlain() throws IOException {
        return start(Map.of("wal_level", ""));
    }

    private void start(int port) throws IOException {
        long begin = System.nanoTime();
        try {
            postgres = start(version, data, configuration, port);
        } finally {
            Phases.add(Phases.Phase.SERVERS, System.nanoTime() - begin);
        }
    }

    /** Starts a server on a folder; whatever initdb has not made there yet is made. */
    static EmbeddedPostgres start(String version, Path data, Map<String, String> configuration, int port)
            throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(ServerBinaries.of(version))
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // Its own would run beside that of all servers, and meet a folder that is being deleted.
                .setRegisterShutdownHook(false)
                // It may have much to recover, on a busy machine.
                .setPGStartupWait(Duration.ofMinutes(1))
                .setPort(port);
        Map<String, String> settings = new HashMap<>(Map.of("wal_level", "logical"));
        settings.putAll(configuration);
        settings.values().removeIf(String::isEmpty);
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    /** Its database {@code postgres}. */
    @Override
    public TestDatabase database(String role) {
        return new TestDatabase(role, postgres.getPort(), "postgres");
    }

    /** Makes it ask a role for its password. */
    public void requirePassword(String role) throws IOException {
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, "host all " + role + " all scram-sha-256\n" + Files.readString(rules));
        database("server").run("SELECT pg_reload_conf()");
    }

    /** Makes it ask a role for a certificate with the role's name. */
    public void requireCertificate(String role) throws IOException {
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, "hostssl all " + role + " all cert\n" + Files.readString(rules));
        reload();
    }

    /** Makes it let nobody in from now on whose connection is not encrypted. */
    public void requireTls() throws IOException {
        Files.writeString(
                data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\n");
        reload();
    }

    /** Makes it read its files again; returns when connections that come find it so. */
    public void reload() {
        String before = database("server").value("SELECT pg_conf_load_time()");
        database("server").run("SELECT pg_reload_conf()");
        await().alias("server has read its files again")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        !database("server").value("SELECT pg_conf_load_time()").equals(before));
    }

    @Override
    public boolean canStop() {
        return true;
    }

    @Override
    public void stop(Stop how) throws IOException {
        ProcessHandle server = process();
        if (how == Stop.IMMEDIATE) {
            new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid())).start();
            awaitEnd(server);
        }
        postgres.close();
        awaitEnd(server);
    }

    @Override
    public void startAgain() throws IOException {
        start(postgres.getPort());
    }

    /** Starts it again as a standby, to which no primary sends anything. */
    public void becomeStandby() throws IOException {
        stop(Stop.FAST);
        if (Double.parseDouble(version) < 12) {
            Files.writeString(data.resolve("recovery.conf"), "standby_mode = on\n");
        } else {
            Files.createFile(data.resolve("standby.signal"));
        }
        startAgain();
    }

    /** Copies its data, as a snapshot of its disk does; it must be stopped. */
    public Path copyData() throws IOException {
        Path copy = ServerData.newFolder();
        ServerData.copy(data, copy);
        return copy;
    }

    /** Puts back a copy of its data, and deletes the copy; it must be stopped. */
    public void putBack(Path copy) throws IOException {
        ServerData.delete(data);
        ServerData.copy(
                copy,
                Files.createDirectory(
                        data,
                        PosixFilePermissions.asFileAttribute(Set.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE))));
        ServerData.delete(copy);
    }

    private ProcessHandle process() throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
    }

    private static void awaitEnd(ProcessHandle server) {
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> !server.isAlive());
        } catch (ConditionTimeoutException e) {
            // The title of a process says what it is doing.
            List<String> processes = Stream.concat(Stream.of(server), server.descendants())
                    .map(process ->
                            process.pid() + " " + process.info().commandLine().orElse("without a title"))
                    .toList();
            throw new IllegalStateException("the server does not end: " + processes, e);
        }
    }

    private static void endAll() {
        for (RestartableServer server : OPEN) {
            try {
                if (Files.exists(server.data.resolve("postmaster.pid"))) {
                    server.stop(Stop.IMMEDIATE);
                }
                server.close();
            } catch (IOException e) {
                System.err.println("a server was left behind in " + server.data + ": " + e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        OPEN.remove(this);
        postgres.close();
        ServerData.delete(data);
    }
}
