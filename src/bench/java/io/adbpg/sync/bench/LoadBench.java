package io.adbpg.sync.bench;

import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The initial load of a ten-column table beside pipes of {@code psql}, as many as the job has threads: each copies the same
 * rows into an emptied table, one after the other. Needs {@code psql}. Prints a Markdown table.
 */
class LoadBench {
    private static final Pattern LOADED = Pattern.compile("loaded \\d+ rows, ([0-9.]+) MB, in ([0-9.]+) s");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int ROWS = Integer.getInteger("bench.rows", 5_000_000);
    private static final int RUNS = Integer.getInteger("bench.runs", 3);

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final List<String> results = new ArrayList<>();

    @Test
    void loadOfOneTable() throws Exception {
        source.run(BenchTable.CREATE
                + "INSERT INTO app.t SELECT n, n % 100, n * 3 % 1000, 'name ' || n, md5(n::text), n % 10000 / 7.0,"
                + " now(), n % 2 = 0, n / 3.0, '2026-01-01' FROM generate_series(1, " + ROWS + ") AS n; ANALYZE app.t");
        target.run(BenchTable.CREATE);
        for (int run = 0; run < RUNS; run++) {
            for (int threads = 1; threads <= 2; threads++) {
                pipes(threads);
                job(threads);
            }
        }
        System.out.println("\n### Load of " + ROWS + " rows\n\n| | seconds | rows/s | MB/s | peak memory of the JVM |"
                + "\n|---|---|---|---|---|");
        results.stream().sorted().forEach(System.out::println);
    }

    private void empty() {
        target.run("TRUNCATE app.t; CHECKPOINT");
    }

    private void pipes(int count) throws Exception {
        empty();
        long pages = Long.parseLong(source.value("SELECT pg_relation_size('app.t') / 8192"));
        List<Process> pipes = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            String part = "SELECT * FROM app.t WHERE ctid >= '(" + pages * i / count + ",0)' AND ctid < '("
                    + (i == count - 1 ? pages + 1 : pages * (i + 1) / count) + ",0)'";
            String out = psql(source) + " -c \"COPY (" + part + ") TO STDOUT\"";
            String in = psql(target) + " -c 'COPY app.t FROM STDIN'";
            pipes.add(
                    new ProcessBuilder("sh", "-c", out + " | " + in).inheritIO().start());
        }
        for (Process pipe : pipes) {
            if (pipe.waitFor() != 0) {
                throw new IllegalStateException("psql failed");
            }
        }
        result(count + " pipe(s) of psql", (System.nanoTime() - start) / 1e9, 0, "");
    }

    private static String psql(TestDatabase database) {
        return "psql -q -X -h " + database.host() + " -p " + database.port() + " -U " + database.user() + " "
                + database.name();
    }

    private void job(int threads) throws Exception {
        empty();
        Map<String, String> settings =
                Map.of("sync.initial-load", "copy", "sync.initial-load-threads", Integer.toString(threads));
        Path folder = Files.createTempDirectory("bench");
        try (JobProcess job = JobProcess.in(folder, BenchTable.ROUTES, source, target, settings)
                .withDefaultJvm()) {
            job.start();
            job.awaitThat("loaded", () -> LOADED.matcher(job.output()).find());
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + job.pid() + "/status")));
            Matcher loaded = LOADED.matcher(job.output());
            if (!loaded.find() || !peak.find()) {
                throw new IllegalStateException(job.output());
            }
            result(
                    "adbpg-sync, " + threads + " thread(s)",
                    Double.parseDouble(loaded.group(2)),
                    Double.parseDouble(loaded.group(1)),
                    Long.parseLong(peak.group(1)) / 1024 + " MB");
            job.awaitThat("in step", () -> target.value("SELECT phase FROM " + job.tablesTable())
                    .equals("SYNCED"));
        }
    }

    private void result(String name, double seconds, double megabytes, String peak) {
        results.add(String.format(
                "| %s | %.1f | %.0f | %s | %s |",
                name, seconds, ROWS / seconds, megabytes == 0 ? "" : Math.round(megabytes / seconds), peak));
    }
}
