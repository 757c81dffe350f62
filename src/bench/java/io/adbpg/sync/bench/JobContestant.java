package io.adbpg.sync.bench;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The job, with one of its captures. {@code -Dbench.round-trip=10} puts its target so many milliseconds away. */
record JobContestant(Capture capture) implements Contestant {
    private static final long ROUND_TRIP_NANOS =
            TimeUnit.MILLISECONDS.toNanos(Integer.getInteger("bench.round-trip", 0));
    static final String TABLES =
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
        DistantLink link = ROUND_TRIP_NANOS == 0 ? null : new DistantLink(target.port(), ROUND_TRIP_NANOS);
        int port = link == null ? target.port() : link.port();
        RunningJob job = RunningJob.start(
                tables.toString(),
                source,
                target,
                Map.of("source.capture", capture.word(), "target.port", Integer.toString(port)));
        job.context().getRouteController().suspendRoute(job.captureRoute());
        return new Run() {
            @Override
            public void start() throws Exception {
                job.context().getRouteController().resumeRoute(job.captureRoute());
            }

            @Override
            public boolean isDone(String lsn) {
                return job.written() >= Lsn.parse(lsn);
            }

            @Override
            public void end() throws Exception {
                job.close();
                if (link != null) {
                    link.close();
                }
                Files.delete(tables);
            }
        };
    }
}
