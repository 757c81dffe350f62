package io.adbpg.sync.bench;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step per row costs: the same backlog by a table route, and by one that splits its groups. Prints a Markdown table. */
class RowStepBench {
    private static final int RUNS = Integer.getInteger("bench.runs", 3);
    private static final int ROWS = Integer.getInteger("bench.rows", 500_000);
    private static final String TABLE =
            "CREATE SCHEMA app; CREATE TABLE app.t (id bigint PRIMARY KEY, a int, b int, c text, d text)";
    private static final String DIRECT =
            """
            - templatedRoute:
                routeId: t
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.t }
                  - { name: target, value: app.t }
            """;
    private static final String SPLIT =
            """
            - route:
                id: rows
                from:
                  uri: direct:app.t
                  steps:
                    - split:
                        expression:
                          simple:
                            expression: "${body.rowMaps}"
                        aggregationStrategy: "#rows"
                        stopOnException: true
                        steps:
            %s
                    - to: direct:apply-t
            """
                    + DIRECT
                    + "      - { name: from, value: apply-t }\n";
    private static final String CHANGE =
            """
                          - script:
                              expression:
                                simple:
                                  expression: "${body.put('c', 'masked')}"
            """;
    private static final String FILTER =
            """
                          - filter:
                              expression:
                                simple:
                                  expression: "${body[a]} == '-1'"
                              steps:
                                - script:
                                    expression:
                                      simple:
                                        expression: "${body.drop()}"
            """;

    @TempDir
    Path folder;

    @Test
    void stepsPerRow() throws Exception {
        Map<String, String> routes = new LinkedHashMap<>();
        routes.put("no step per row", DIRECT);
        routes.put("one value changed", SPLIT.formatted(CHANGE));
        routes.put("one filter", SPLIT.formatted(FILTER));
        Results results = new Results();
        for (int run = 0; run <= RUNS; run++) {
            // The first round warms the JVM.
            Results counted = run == 0 ? new Results() : results;
            for (Map.Entry<String, String> route : routes.entrySet()) {
                counted.add(route.getKey(), run(route.getValue()));
            }
        }
        System.out.println(results.table("steps per row, inserts", ROWS, "no step per row"));
    }

    private Measured run(String routes) throws Exception {
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run(TABLE);
        target.run(TABLE);
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), routes);
        try (RunningJob job = RunningJob.start(tables.toString(), source, target)) {
            job.context().getRouteController().suspendRoute(job.captureRoute());
            for (int from = 1; from <= ROWS; from += 1000) {
                source.run("INSERT INTO app.t SELECT n, n % 100, n % 7, 'name ' || n, md5(n::text)"
                        + " FROM generate_series(" + from + ", " + (from + 999) + ") AS n");
            }
            String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
            source.run("CHECKPOINT; SELECT pg_logical_emit_message(false, 'bench', '')");
            Meter meter = new Meter(List.of(Meter.pid(source), Meter.pid(target)));
            return meter.measure(
                    () -> job.context().getRouteController().resumeRoute(job.captureRoute()),
                    () -> job.written() >= Lsn.parse(lsn));
        } finally {
            source.drop();
            target.drop();
        }
    }
}
