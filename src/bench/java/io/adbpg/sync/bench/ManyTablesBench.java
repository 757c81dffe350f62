package io.adbpg.sync.bench;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job with many tables ({@code bench.tables}) of ten columns and one row each: its load from launch, the first change of each
 * table, the second, and a restart up to the first change. Prints a Markdown table.
 */
class ManyTablesBench {
    private static final int TABLES = Integer.getInteger("bench.tables", 1000);
    private static final int TABLES_AT_ONCE = 100;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final String ROUTES =
            """
            - templatedRoute:
                routeId: app
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.* }
                  - { name: target, value: app.* }
            """;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final StringBuilder report = new StringBuilder();

    @ParameterizedTest
    @EnumSource(Capture.class)
    void tables(Capture capture) throws Exception {
        create(source, true);
        create(target, false);
        Path folder = Files.createTempDirectory("bench");
        Map<String, String> settings =
                Map.of("source.capture", capture.word(), "sync.initial-load", "copy", "sync.initial-load-threads", "4");
        try (JobProcess job =
                JobProcess.in(folder, ROUTES, source, target, settings).withDefaultJvm()) {
            measure("load, from launch", () -> {
                job.start();
                job.awaitThat(
                        "loaded",
                        () -> job.knowsPosition()
                                && target.value("SELECT count(*) FROM " + job.tablesTable() + " WHERE phase = 'SYNCED'")
                                        .equals(Integer.toString(TABLES)));
            });
            touch("first change of each table", job, 1);
            touch("second", job, 2);
            Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + job.pid() + "/status")));
            report.append(
                    resident.find() ? "| resident MB | " + Long.parseLong(resident.group(1)) / 1024 + " |\n" : "");
            job.terminate();
            source.run("UPDATE app.t1 SET c1 = 3");
            measure("restart to first change", () -> {
                job.start();
                job.awaitThat("it has arrived", () -> target.value("SELECT c1 FROM app.t1")
                        .equals("3"));
            });
        }
        System.out.println("\n### " + TABLES + " tables, " + capture + "\n\n| | s |\n|---|---|\n" + report);
    }

    private interface Step {
        void run() throws Exception;
    }

    private void measure(String what, Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        report.append(String.format("| %s | %.1f |%n", what, (System.nanoTime() - begin) / 1e9));
    }

    private void touch(String what, JobProcess job, int value) throws Exception {
        for (int first = 1; first <= TABLES; first += TABLES_AT_ONCE) {
            source.run(IntStream.range(first, Math.min(TABLES + 1, first + TABLES_AT_ONCE))
                    .mapToObj(n -> "UPDATE app.t" + n + " SET c1 = " + value + ";")
                    .collect(Collectors.joining()));
        }
        measure(
                what,
                () -> job.awaitThat("it has arrived", () -> target.value("SELECT c1 FROM app.t" + TABLES)
                        .equals(Integer.toString(value))));
    }

    private static void create(TestDatabase database, boolean isFilled) {
        database.run("CREATE SCHEMA app");
        for (int first = 1; first <= TABLES; first += TABLES_AT_ONCE) {
            database.run(IntStream.range(first, Math.min(TABLES + 1, first + TABLES_AT_ONCE))
                    .mapToObj(n -> "CREATE TABLE app.t" + n + " (id int PRIMARY KEY, c1 int, c2 text, c3 text,"
                            + " c4 numeric, c5 timestamptz, c6 boolean, c7 float8, c8 date, c9 bigint);"
                            + (isFilled
                                    ? "INSERT INTO app.t" + n + " VALUES (1, 0, 'a', 'b', 1.5, now(), true, 2.5,"
                                            + " '2026-01-01', 9);"
                                    : ""))
                    .collect(Collectors.joining()));
        }
    }
}
