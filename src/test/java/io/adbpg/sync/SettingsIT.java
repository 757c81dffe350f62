package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.SilentPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the program takes its settings from, seen by where it listens: defaults, file, environment, {@code -D}. */
class SettingsIT {
    private static final Path JAR = Path.of("target/adbpg-sync.jar").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

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
    private Process start(SilentPort nobody, String settings, Map<String, String> environment, String... options)
            throws IOException {
        Program.in(folder, Map.of(), MixedTraffic.route("items"));
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
                        .formatted(nobody.number(), nobody.number(), settings));
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

    /** The port at which the job says that something can be had of it, once it can. */
    private int awaitOpen(Process job, String what) {
        Pattern told = Pattern.compile(what + " at http://127\\.0\\.0\\.1:(\\d+)");
        return await().alias(what)
                .atMost(LIMIT)
                .failFast(() -> {
                    if (!job.isAlive()) {
                        throw new AssertionError("the job ended: " + said());
                    }
                })
                .until(
                        () -> {
                            Matcher port = told.matcher(said());
                            return port.find() ? Integer.parseInt(port.group(1)) : 0;
                        },
                        port -> isOpen(InetAddress.getLoopbackAddress(), port));
    }

    @Test
    void dBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws Exception {
        // given
        try (SilentPort nobody = new SilentPort();
                SilentPort taken = new SilentPort()) {
            String never = Integer.toString(taken.number());
            Map<String, String> environment =
                    Map.of("CAMEL_SERVER_PORT", "0", "CAMEL_MANAGEMENT_PORT", never, "SOURCE_PASWORD", "s3cret");

            // when
            Process job = start(nobody, "camel.server.port=" + never + "\n", environment, "-Dcamel.management.port=0");

            // then
            try {
                int server = awaitOpen(job, "commands and status page");
                int management = awaitOpen(job, "health and metrics");
                assertThat(outerAddresses())
                        .noneMatch(address -> isOpen(address, server))
                        .noneMatch(address -> isOpen(address, management));
                assertThat(said()).contains("SOURCE_PASWORD is not read: ").doesNotContain("s3cret", "port=" + never);
            } finally {
                job.destroyForcibly().waitFor();
            }
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
