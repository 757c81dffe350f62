package io.adbpg.sync.bench;

import io.adbpg.sync.Capture;
import io.adbpg.sync.resume.Lsn;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The job, with one of its captures. */
record JobContestant(Capture capture) implements Contestant {
    private static final String TABLES =
            """
            - templatedRoute:
                routeId: app
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.* }
                  - { name: target, value: app.* }
            """;

    @Override
    public String name() {
        return "adbpg-sync, " + capture.word();
    }

    @Override
    public Run prepare(TestDatabase source, TestDatabase target, Workload workload) throws Exception {
        Path tables = Files.writeString(Files.createTempFile("bench", ".camel.yaml"), TABLES);
        RunningJob job = RunningJob.start(tables.toString(), source, target, Map.of("source.capture", capture.word()));
        job.context().getRouteController().suspendRoute("capture");
        return new Run() {
            @Override
            public void start() throws Exception {
                job.context().getRouteController().resumeRoute("capture");
            }

            @Override
            public boolean isDone(String lsn) {
                return job.written() >= Lsn.parse(lsn);
            }

            @Override
            public void end() throws Exception {
                job.close();
                Files.delete(tables);
            }
        };
    }
}
