package io.adbpg.sync.bench;

/** The ten-column table that benchmarks work on. */
final class BenchTable {
    static final String CREATE =
            """
            CREATE SCHEMA app;
            CREATE TABLE app.t (id bigint PRIMARY KEY, a int, b int, c text, d text, e numeric(12,2), f timestamptz,
                                g boolean, h double precision, i date);
            """;

    /** Its entry in the table routes. */
    static final String ROUTES =
            """
            - templatedRoute:
                routeId: t
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.t }
                  - { name: target, value: app.t }
            """;

    private BenchTable() {}
}
