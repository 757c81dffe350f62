package io.adbpg.sync.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program of the tests loads in its first second, as one file that all of them map: each start takes a quarter less of a
 * core. The first test that starts a program makes the file, which takes seconds.
 */
final class ClassDataArchive {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path JAR = TARGET.resolve("adbpg-sync.jar");
    private static final Path ARCHIVE = TARGET.resolve("test-classes.jsa");
    /** They start faster so where other programs want the cores, too. The archive is of use to this collector only. */
    private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static List<String> options;

    private ClassDataArchive() {}

    /** Options of a JVM that starts fast. */
    static synchronized List<String> options() {
        if (options == null) {
            options = make();
        }
        return options;
    }

    private static List<String> make() {
        try (FileChannel lock = FileChannel.open(
                        TARGET.resolve("test-classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && !isFresh()) {
                dump();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        List<String> fast = new ArrayList<>(FAST_START);
        if (Files.exists(ARCHIVE)) {
            // A program's output is its own: a JVM that can't use the file says so there.
            fast.addAll(List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        }
        return List.copyOf(fast);
    }

    private static boolean isFresh() throws IOException {
        return Files.exists(ARCHIVE)
                && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    }

    /** Lets a job come into step, and end. */
    private static void dump() throws IOException, InterruptedException {
        Files.deleteIfExists(ARCHIVE);
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);
        Path folder = Files.createTempDirectory(TARGET, "archive");
        Program.in(folder, RunningJob.settings("archive", source, target), MixedTraffic.TABLE_ROUTES);
        Path log = folder.resolve("job.log");
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(FAST_START);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-jar", JAR.toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> !process.isAlive() || Files.readString(log).contains(": syncing"));
            source.run("INSERT INTO items VALUES (1, 1, 'one'); UPDATE items SET version = 2");
            process.destroy();
            process.waitFor();
        } finally {
            process.destroyForcibly();
            source.drop();
            target.drop();
        }
    }
}
