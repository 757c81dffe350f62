package io.adbpg.sync.bench;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several jobs over one source by {@code pgoutput}, each with a slot of its own and every so many-th table of the workload. */
record ShardsContestant(int shards) implements Contestant {
    @Override
    public String name() {
        return shards + " × adbpg-sync, " + Capture.PGOUTPUT.word();
    }

    @Override
    public Run prepare(TestDatabase source, TestDatabase target, Workload workload) throws Exception {
        List<StringBuilder> entries = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            entries.add(new StringBuilder());
        }
        int next = 0;
        for (String table : workload.names()) {
            entries.get(next++ % shards).append(entry(table));
        }
        List<RunningJob> jobs = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (StringBuilder tables : entries) {
            if (!tables.isEmpty()) {
                Path file = Files.writeString(Files.createTempFile("bench", ".camel.yaml"), tables);
                files.add(file);
                RunningJob job = RunningJob.start(
                        file.toString(), source, target, Map.of("source.capture", Capture.PGOUTPUT.word()));
                jobs.add(job);
                job.context().getRouteController().suspendRoute(job.captureRoute());
            }
        }
        return new Run() {
            @Override
            public void start() throws Exception {
                for (RunningJob job : jobs) {
                    job.context().getRouteController().resumeRoute(job.captureRoute());
                }
            }

            @Override
            public boolean isDone(String lsn) {
                return jobs.stream().allMatch(job -> job.written() >= Lsn.parse(lsn));
            }

            @Override
            public void end() throws Exception {
                jobs.forEach(RunningJob::close);
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        };
    }

    private static String entry(String table) {
        return """
                - templatedRoute:
                    routeId: %1$s
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: %1$s }
                      - { name: target, value: %1$s }
                """
                .formatted(table);
    }
}
