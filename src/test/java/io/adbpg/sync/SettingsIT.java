package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the program takes its settings from, seen by where it listens: defaults, file, environment, {@code -D}. */
class SettingsIT {
    private static final Path JAR = Path.of("target/adbpg-sync.jar").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOpen(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** This machine's addresses that others can reach. */
    private static List<InetAddress> outerAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    /** Starts a job that never reaches its source, and so waits. */
    private Process start(String settings, Map<String, String> environment, String... options) throws IOException {
        Program.in(folder, Map.of(), MixedTraffic.route("items"));
        int nobody = freePort();
        Files.writeString(
                folder.resolve("application.properties"),
                """
                sync.job=short
                source.host=127.0.0.1
                source.port=%d
                source.database=shop
                source.user=sync
                target.host=127.0.0.1
                target.port=%d
                target.database=shop
                target.user=sync
                %s"""
                        .formatted(nobody, nobody, settings));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("job.log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("job.log"));
    }

    private void awaitOpen(Process job, int port) {
        await().alias("port " + port)
                .atMost(LIMIT)
                .failFast(() -> {
                    if (!job.isAlive()) {
                        throw new AssertionError("the job ended: " + said());
                    }
                })
                .until(() -> isOpen(InetAddress.getLoopbackAddress(), port));
    }

    @Test
    void dBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws Exception {
        // given
        int serverInFile = freePort();
        int server = freePort();
        int managementInEnvironment = freePort();
        int management = freePort();

        // when
        Process job = start(
                "camel.server.port=" + serverInFile + "\n",
                Map.of(
                        "CAMEL_SERVER_PORT",
                        Integer.toString(server),
                        "CAMEL_MANAGEMENT_PORT",
                        Integer.toString(managementInEnvironment),
                        "SOURCE_PASWORD",
                        "s3cret"),
                "-Dcamel.management.port=" + management);

        // then
        try {
            awaitOpen(job, server);
            awaitOpen(job, management);
            assertThat(isOpen(InetAddress.getLoopbackAddress(), serverInFile)).isFalse();
            assertThat(isOpen(InetAddress.getLoopbackAddress(), managementInEnvironment))
                    .isFalse();
            assertThat(outerAddresses())
                    .noneMatch(address -> isOpen(address, server))
                    .noneMatch(address -> isOpen(address, management));
            assertThat(said()).contains("SOURCE_PASWORD is not read: ").doesNotContain("s3cret");
        } finally {
            job.destroyForcibly().waitFor();
        }
    }

    @Test
    void fileThatLacksTheSourcesHostStartsNothing() throws Exception {
        // given
        Program program = Program.in(folder, Map.of("sync.job", "short"), MixedTraffic.route("items"));

        // when
        Program.Result result = program.run(List.of());

        // then
        assertThat(result.exitStatus()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("adbpg-sync: source.host is not set: give it in application.properties or as the environment"
                        + " variable SOURCE_HOST\n");
    }
}
