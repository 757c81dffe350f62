package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.support.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as somebody sees it who has just built the program. */
class DemoIT {
    private static final int COLUMNS = 80;

    @TempDir
    private Path folder;

    @Test
    void tellsWhatToTryAndEndsWithItsServers() throws Exception {
        // given
        Path log = folder.resolve("demo.log");
        Process demo = start(log);
        try {
            // then
            await().atMost(Duration.ofMinutes(3)).until(() -> Files.readString(log)
                    .lines()
                    .anyMatch(line -> line.matches("syncing .* delay .* source \\d+ rows, target \\d+")));
            List<String> told = Files.readString(log)
                    .lines()
                    .filter(line -> !line.matches("\\d{4}-.*"))
                    .toList();
            assertThat(told)
                    .contains(
                            "The status page of the demo: http://127.0.0.1:"
                                    + Http.toJobIn(Path.of("")).orElseThrow().port() + "/",
                            "  java -jar target/adbpg-sync.jar verify")
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));

            // when
            Path answer = folder.resolve("status.log");
            Process status = start(answer, "status");

            // then
            assertThat(status.waitFor(1, TimeUnit.MINUTES)).as("it answers").isTrue();
            assertThat(Files.readString(answer)).contains("shop", "syncing", "ods.orders");
            assertThat(status.exitValue()).isZero();

            // when
            Matcher server = Pattern.compile("psql -h 127.0.0.1 -p (\\d+) ").matcher(Files.readString(log));
            assertThat(server.find()).isTrue();
            postgres(demo, server.group(1)).destroyForcibly();

            // then
            assertThat(demo.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
            assertThat(demo.exitValue()).isEqualTo(1);
            String ended = "the demo's source, an embedded PostgreSQL server, has ended";
            assertThat(Files.readString(log)).containsOnlyOnce(ended).doesNotContain("Exception", "\tat ");
        } finally {
            demo.destroyForcibly();
        }
    }

    /** Starts the demo, or a command for it, as somebody would in the folder of the program. */
    private static Process start(Path output, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcamel.server.port=0",
                "-Dcamel.management.enabled=false",
                "-jar",
                "target/adbpg-sync.jar"));
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** The server at this port, which the demo has started. */
    private static ProcessHandle postgres(Process demo, String port) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("bin/postgres ") && line.contains("-p " + port))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no server of " + demo.pid() + " at port " + port));
    }
}
