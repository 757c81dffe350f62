package io.adbpg.sync.bench;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How soon a job that is started again brings its first change, and what it takes when nothing happens. Prints a Markdown table. */
class StandbyBench {
    private static final int RUNS = Integer.getInteger("bench.runs", 5);
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("bench.seconds", 30));

    @Test
    void startAndIdle() throws Exception {
        StringBuilder table = new StringBuilder(
                """

                ### i, j: start to first change, and an idle job

                | | seconds to the first change (min–max) | share of a core when idle |
                |---|---|---|
                """);
        StringBuilder wakeUps = new StringBuilder(
                """

                | idle threads | wake-ups per second | share of a core |
                |---|---|---|
                """);
        for (Capture capture : List.of(Capture.DEBEZIUM, Capture.PGOUTPUT)) {
            TestDatabase source = TestServers.newSource();
            TestDatabase target = TestServers.newTarget();
            source.run(BenchTable.CREATE);
            target.run(BenchTable.CREATE);
            Path folder = Files.createTempDirectory("bench");
            double[] seconds = new double[RUNS];
            double idle;
            List<ThreadTimes.Taken> threads;
            try (JobProcess job = JobProcess.in(folder, BenchTable.ROUTES, source, target, capture)
                    .withDefaultJvm()) {
                job.start();
                job.awaitInStep();
                for (int run = 0; run < RUNS; run++) {
                    job.kill();
                    source.run("INSERT INTO app.t (id) VALUES (" + run + ")");
                    String arrived = "SELECT 1 FROM app.t WHERE id = " + run;
                    long begin = System.nanoTime();
                    job.start();
                    job.awaitThat(
                            "the change arrives", () -> !target.rows(arrived).isEmpty());
                    seconds[run] = (System.nanoTime() - begin) / 1e9;
                }
                // Until then the compiler is still at work on what the start has run.
                job.run(IDLE.multipliedBy(2));
                ThreadTimes threadsBefore = ThreadTimes.now(job.pid());
                Duration before = cpu(job);
                job.run(IDLE);
                idle = (double) cpu(job).minus(before).toMillis() / IDLE.toMillis();
                threads = ThreadTimes.now(job.pid()).since(threadsBefore);
            }
            Arrays.sort(seconds);
            table.append(String.format(
                    "| adbpg-sync, %s | %.2f (%.2f–%.2f) | %.1f%% |%n",
                    capture.word(), seconds[RUNS / 2], seconds[0], seconds[RUNS - 1], 100 * idle));
            threads.stream()
                    .filter(thread -> thread.wakeUps() > 0)
                    .forEach(thread -> wakeUps.append(String.format(
                            "| %s: %s | %.1f | %.2f%% |%n",
                            capture.word(),
                            thread.name(),
                            (double) thread.wakeUps() / IDLE.toSeconds(),
                            100 * thread.seconds() / IDLE.toSeconds())));
            target.drop();
            source.drop();
        }
        System.out.println(table.append(wakeUps));
    }

    private static Duration cpu(JobProcess job) {
        return ProcessHandle.of(job.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }
}
