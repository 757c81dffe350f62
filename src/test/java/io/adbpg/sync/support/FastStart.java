package io.adbpg.sync.support;

import io.adbpg.sync.settings.Capture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Options with which a program that a test starts needs less CPU until it runs: one compiler, one thread that collects, no
 * managed bean for each step, and a class-data archive. The first test of a build that starts a program makes the archive, by a job
 * that comes into step.
 */
final class FastStart {
    private static final List<String> PLAIN = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dcamel.main.jmx-management-m-beans-level=RoutesOnly");
    private static final Path ARCHIVE = Path.of("target/test-programs.jsa").toAbsolutePath();
    private static final Path LOCK = Path.of("target/test-programs.lock");
    /** What the JVM would say of an archive that it can't use isn't the program's word. */
    private static final List<String> OPTIONS = Stream.concat(
                    PLAIN.stream(),
                    Stream.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"))
            .toList();

    private FastStart() {}

    /** The options; waits while another JVM of this build makes the archive. */
    static synchronized List<String> options() {
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !isMade()) {
                make();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return OPTIONS;
    }

    private static boolean isMade() throws IOException {
        return Files.exists(ARCHIVE)
                && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(Program.JAR)) > 0;
    }

    private static void make() throws IOException {
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run("CREATE TABLE t (id int PRIMARY KEY)");
        target.run("CREATE TABLE t (id int PRIMARY KEY)");
        String table =
                """
                - templatedRoute:
                    routeId: t
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: public.t }
                      - { name: target, value: public.t }
                """;
        Path made = Path.of(ARCHIVE + ".new");
        Path folder = Files.createTempDirectory("archive");
        List<String> options = Stream.concat(
                        PLAIN.stream(),
                        Stream.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"))
                .toList();
        try (JobProcess job =
                JobProcess.in(folder, table, source, target, Capture.DEBEZIUM).startedWith(() -> options)) {
            job.start();
            source.run("INSERT INTO t VALUES (1)");
            job.awaitInStep();
            job.end();
            source.run("SELECT pg_drop_replication_slot('" + job.slot() + "')");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    }
}
