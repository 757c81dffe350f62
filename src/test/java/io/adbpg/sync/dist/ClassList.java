package io.adbpg.sync.dist;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the list of classes that a job uses, by each capture, from its start until it applies changes: what the launcher's
 * class-data archive is made from. Run by {@code mvn -Pclasses verify}, never by the tests.
 */
class ClassList {
    private static final Path LIST = Path.of("src/dist/lib/adbpg-sync.classes");

    @TempDir
    private Path folder;

    @Test
    void isThatOfJobsInStep() throws Exception {
        Set<String> classes = new TreeSet<>();
        for (Capture capture : Set.of(Capture.DEBEZIUM, Capture.PGOUTPUT)) {
            classes.addAll(classesOf(capture));
        }
        Files.write(LIST, classes);
    }

    private Set<String> classesOf(Capture capture) throws IOException, InterruptedException {
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
        target.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
        source.run("INSERT INTO t VALUES (1, 'loaded')");
        String table =
                """
                - templatedRoute:
                    routeId: t
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: public.t }
                      - { name: target, value: public.t }
                """;
        Path list = folder.resolve(capture.word());
        Path place = Files.createDirectory(folder.resolve("job-" + capture.word()));
        try (JobProcess job = JobProcess.in(place, table, source, target, capture, "-XX:DumpLoadedClassList=" + list)
                .withDefaultJvm()) {
            job.start();
            job.awaitThat("it is syncing", () -> job.output().contains(": syncing"));
            source.run("INSERT INTO t VALUES (2, 'inserted')");
            job.awaitInStep();
            source.run("UPDATE t SET v = 'updated'");
            source.run("DELETE FROM t WHERE id = 1");
            job.awaitInStep();
            job.terminate();
            source.run("SELECT pg_drop_replication_slot('" + job.slot() + "')");
        }
        try (Stream<String> lines = Files.lines(list)) {
            return lines.filter(ClassList::isOfTheClassPath)
                    .map(line -> line.replaceFirst(" id: \\d+$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Not made at run time, nor by a loader of somebody's own. */
    private static boolean isOfTheClassPath(String line) {
        return !line.startsWith("#") && !line.contains(" source: ") && !line.contains(" super: ");
    }
}
