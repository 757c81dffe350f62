package io.adbpg.sync.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** The machine's PgBouncer in front of a database. */
public final class Pooler implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final Process process;
    private final Path settings;
    private final TestDatabase database;

    private Pooler(Process process, Path settings, TestDatabase database) {
        this.process = process;
        this.settings = settings;
        this.database = database;
    }

    /**
     * Starts it.
     *
     * @param mode such as {@code transaction}
     * @param sessions how many it has on the server
     * @throws TestAbortedException if the machine has none, and may do without
     */
    public static Pooler start(Path folder, TestDatabase behind, String mode, int sessions) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            String message = "poolers are not tested: install Debian's package pgbouncer, for " + PROGRAM;
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            throw new TestAbortedException(message);
        }
        // It runs as nobody if its caller is root.
        Path own = Files.createTempDirectory(
                "adbpg-sync-pooler",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        int port = SilentPort.free();
        Files.writeString(own.resolve("users"), "\"postgres\" \"\"\n");
        Path settings = Files.writeString(
                own.resolve("pgbouncer.ini"),
                """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s/users
                pool_mode = %s
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                """
                        .formatted(behind.port(), port, own, mode, sessions));
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        File log = folder.resolve("pooler-" + behind.role() + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Pooler pooler = new Pooler(process, settings, new TestDatabase(behind.role(), port, behind.name()));
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive() || isOpen(port));
        if (!process.isAlive()) {
            throw new IllegalStateException("the pooler has ended: " + Files.readString(log.toPath()));
        }
        return pooler;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The database, by way of the pooler. */
    public TestDatabase database() {
        return database;
    }

    /** Lets it pool in another mode from now on, without ending any connection. */
    public void pool(String mode) throws IOException, InterruptedException {
        Files.writeString(settings, Files.readString(settings).replaceFirst("pool_mode = \\w+", "pool_mode = " + mode));
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    /** Whether it passes replication connections, as it does from 1.23 on. */
    public boolean passesReplication() throws IOException {
        Process asked = new ProcessBuilder(PROGRAM.toString(), "--version").start();
        try (BufferedReader answer = asked.inputReader()) {
            // Such as: PgBouncer 1.18.0
            String[] version = answer.readLine().split("[ .]", -1);
            return Integer.parseInt(version[1]) > 1 || Integer.parseInt(version[2]) >= 23;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
