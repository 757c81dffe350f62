package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.StaleRows;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.support.Patience;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** What happens to the source's structure besides ALTER TABLE: the target follows, or the job says so. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class SourceStructureIT {
    private static final TableName ORDERS = TableName.parse("app.orders");
    private static final TableName EMPTIED = TableName.parse("app.emptied");

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();
    private final Map<String, String> settings = new HashMap<>();

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    /** A job that copies schema {@code app} to {@code ods}. */
    private RunningJob start(String... parameters) throws Exception {
        settings.put("sync.job", name);
        settings.put("sync.initial-load", "copy");
        settings.put("sync.create-tables", "true");
        settings.put("source.capture", capture.word());
        return RunningJob.start(entry(parameters), source, target, settings);
    }

    private String entry(String... parameters) throws IOException {
        StringBuilder entry = new StringBuilder(
                """
                - templatedRoute:
                    routeId: app
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: "app.*" }
                      - { name: target, value: "ods.*" }
                """);
        for (String parameter : parameters) {
            entry.append("      - { name: ").append(parameter).append(" }\n");
        }
        return Files.writeString(folder.resolve("tables.camel.yaml"), entry.toString())
                .toString();
    }

    private static void awaitStale(RunningJob job) throws Exception {
        patience(job)
                .until(
                        "the table is known to be stale",
                        () -> !staleRows(job).of(ORDERS).toString().isEmpty());
    }

    private static void awaitNotStale(RunningJob job) throws Exception {
        patience(job)
                .until(
                        "the table is in line again",
                        () -> staleRows(job).of(ORDERS).toString().isEmpty());
    }

    private static StaleRows staleRows(RunningJob job) {
        return job.context().getRegistry().lookupByNameAndType("staleRows", StaleRows.class);
    }

    @Test
    void truncateThatTheEntryLeavesOutIsTold() throws Exception {
        // given
        TableName items = TableName.parse("app.items");
        source.run("CREATE SCHEMA app; CREATE TABLE app.orders (id int PRIMARY KEY);"
                + "CREATE TABLE app.items (id int PRIMARY KEY REFERENCES app.orders);"
                + "INSERT INTO app.orders VALUES (1); INSERT INTO app.items VALUES (1)");

        try (RunningJob job = start()) {
            // when
            source.run("TRUNCATE app.orders CASCADE");
            job.awaitInStep();

            // then
            assertThat(staleRows(job).of(items).toString())
                    .matches(
                            "it was truncated on the source at .*Z, and the target keeps the rows, since `operations` of"
                                    + " its entry leaves out truncate: run `reload app.items` to take them away there, too");
            assertThat(staleRows(job).of(ORDERS).toString()).contains("reload app.orders");

            // when
            job.job().control().reload("app.orders");
            job.awaitSameRows("SELECT count(*) FROM app.orders", "SELECT count(*) FROM ods.orders");

            // then
            awaitNotStale(job);
        }

        // when
        source.run("INSERT INTO app.orders VALUES (2); TRUNCATE app.orders CASCADE");
        try (RunningJob job = start()) {
            job.awaitInStep();

            // then
            assertThat(staleRows(job).of(ORDERS).toString()).startsWith("it was truncated on the source at ");
        }

        // when
        try (RunningJob job = start()) {
            // then
            assertThat(staleRows(job).of(ORDERS).toString()).startsWith("it was truncated on the source at ");
            assertThat(staleRows(job).of(items).toString()).contains("run `reload app.items`");

            // when
            job.job().control().reload("app.orders");
            job.awaitSameRows("SELECT count(*) FROM app.orders", "SELECT count(*) FROM ods.orders");
            awaitNotStale(job);
        }
        try (RunningJob job = start()) {
            // then
            assertThat(staleRows(job).of(ORDERS).toString()).isEmpty();
            assertThat(staleRows(job).of(items).toString()).contains("run `reload app.items`");
            patience(job).until("no table is catching up", () -> job.job().status().tables().values().stream()
                    .allMatch(table -> table.state() == TableStatus.State.SYNCING));
            assertThat(job.job().control().reload("app.items, app.orders"))
                    .hasToString("tables app.items, app.orders are being loaded again");
            patience(job)
                    .until(
                            "the tables are in line again",
                            () -> staleRows(job).of(items).toString().isEmpty());
        }
    }

    @Test
    void jobOfAnEarlierVersionRemembersFromNowOn() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.orders (id int PRIMARY KEY)");
        try (RunningJob job = start()) {
            job.awaitInStep();
        }
        target.run("ALTER TABLE adbpg_sync.tables_" + name + " DROP COLUMN stale");
        source.run("TRUNCATE app.orders");
        for (int run = 0; run < 2; run++) {
            // when
            try (RunningJob job = start()) {
                job.awaitInStep();

                // then
                assertThat(staleRows(job).of(ORDERS).toString()).contains("run `reload app.orders`");
            }
        }
    }

    @Test
    void partitionThatLeavesARootWhoseRowsAreKeptIsTold() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.orders (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                + "CREATE TABLE app.low PARTITION OF app.orders FOR VALUES FROM (0) TO (10);"
                + "INSERT INTO app.orders VALUES (1)");
        String keeps = "operations, value: \"insert,update\"";
        String why =
                "its rows on the target may differ from the source's, since a partition was detached or dropped; the"
                        + " table is not loaded again: by its `operations`, insert and delete don't both reach the target";

        try (RunningJob job = start(keeps)) {
            // when
            source.run("DROP TABLE app.low");
            awaitStale(job);

            // then
            assertThat(staleRows(job).of(ORDERS).toString()).isEqualTo(why);
        }

        // when
        try (RunningJob job = start(keeps)) {
            // then
            assertThat(staleRows(job).of(ORDERS).toString()).isEqualTo(why);
        }
    }

    @Test
    void tableWithoutColumnsIsLeftOutAndTheOthersGoOn() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.empty (); CREATE TABLE app.emptied (id int);"
                + "CREATE TABLE app.orders (id int PRIMARY KEY)");

        try (RunningJob job = start()) {
            assertThat(job.job().status().tables()).containsOnlyKeys(EMPTIED, ORDERS);

            // when
            source.run("INSERT INTO app.emptied VALUES (1); INSERT INTO app.orders VALUES (1);"
                    + "ALTER TABLE app.emptied DROP COLUMN id; INSERT INTO app.emptied DEFAULT VALUES;"
                    + "INSERT INTO app.orders VALUES (2)");
            job.awaitUndisturbed();

            // then
            assertThat(job.job().status().tables()).containsOnlyKeys(ORDERS);
            assertThat(target.rows("SELECT id FROM ods.orders ORDER BY id")).containsExactly("1", "2");

            // when
            source.run("ALTER TABLE app.empty ADD COLUMN id int PRIMARY KEY; INSERT INTO app.empty VALUES (7)");

            // then
            job.awaitSameRows("SELECT 1", "SELECT count(*) FROM pg_tables WHERE tablename = 'empty'");
            job.awaitSameRows("SELECT id FROM app.empty", "SELECT id FROM ods.empty");
        }
    }

    @Test
    void schemaDoesNotStandForTablesOfExtensionsNorForExceptedOnes() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE EXTENSION hstore; CREATE TABLE app.reference (id int);"
                + "ALTER EXTENSION hstore ADD TABLE app.reference; CREATE TABLE app.\"Audit, all\" (id int);"
                + "CREATE TABLE app.orders (id int PRIMARY KEY)");

        try (RunningJob job = start("except, value: 'emptied, \"Audit, all\"'")) {
            // when
            source.run("CREATE TABLE app.emptied (id int); CREATE TABLE app.later (id int PRIMARY KEY);"
                    + "INSERT INTO app.orders VALUES (1); INSERT INTO app.later VALUES (1)");

            // then
            job.awaitSameRows("SELECT 1", "SELECT count(*) FROM pg_tables WHERE tablename = 'later'");
            job.awaitSameRows("SELECT id FROM app.later", "SELECT id FROM ods.later");
            assertThat(job.job().status().tables()).containsOnlyKeys(ORDERS, TableName.parse("app.later"));
        }
    }

    private static Patience patience(RunningJob job) {
        return new Patience(() -> "", () -> job.job().status().describe().toString(), () -> {});
    }

    @Test
    void partitionsOfARootThatNoEntryTakesAreTold() throws Exception {
        // given
        source.run(
                "CREATE SCHEMA app; CREATE TABLE app.orders (id int PRIMARY KEY); CREATE TABLE app.emptied (id int PRIMARY KEY);"
                        + "CREATE SCHEMA other; CREATE TABLE other.all_orders (id int PRIMARY KEY) PARTITION BY LIST (id)");

        try (RunningJob job = start()) {
            // when
            source.run("ALTER TABLE other.all_orders ATTACH PARTITION app.orders FOR VALUES IN (1)");
            patience(job)
                    .until(
                            "the partition leaves",
                            () -> !job.job().status().tables().containsKey(ORDERS));

            // then
            assertThat(job.job().precheck().run().findings())
                    .filteredOn(finding -> finding.subject().equals("other.all_orders"))
                    .extracting(finding -> finding.found().toString())
                    .containsExactly("left out: no entry takes it, and an entry for a schema does not stand for its"
                            + " partitions there: app.orders; an entry of its own takes them all");
            source.run("INSERT INTO app.emptied VALUES (1)");
            job.awaitSameRows("SELECT id FROM app.emptied", "SELECT id FROM ods.emptied");
        }
    }

    @Test
    void domainBecomesTheTypeThatItIsOver() throws Exception {
        // given
        source.run(
                "CREATE SCHEMA app; CREATE DOMAIN app.amount AS numeric(10,2); CREATE DOMAIN app.price AS app.amount;"
                        + "CREATE DOMAIN app.tags AS text[]; CREATE TYPE app.mood AS ENUM ('so');"
                        + "CREATE TABLE app.orders (id app.price PRIMARY KEY, a app.amount, list app.price[], tags app.tags,"
                        + " feeling app.mood); INSERT INTO app.orders VALUES (1, 1.5, '{2,3.25}', '{x}', 'so')");
        settings.put("sync.schema-changes", "add-columns");

        try (RunningJob job = start()) {
            // when
            source.run("ALTER TABLE app.orders ADD COLUMN later app.price; UPDATE app.orders SET later = 7");
            job.awaitSameRows("SELECT * FROM app.orders", "SELECT * FROM ods.orders");
        }

        // then
        assertThat(target.rows("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'ods.orders'::regclass AND attnum > 0 ORDER BY attnum"))
                .containsExactly(
                        "numeric(10,2)", "numeric(10,2)", "numeric(10,2)[]", "text[]", "text", "numeric(10,2)");
    }

    @Test
    void typeWhoseOldValuesPrintOtherwiseIsTold() throws Exception {
        // given
        source.run(
                "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('so', 'well'); CREATE TYPE app.pair AS (a int, b int);"
                        + "CREATE TABLE app.orders (id int PRIMARY KEY, moods app.mood[]);"
                        + "CREATE TABLE app.emptied (id int PRIMARY KEY, pair app.pair);"
                        + "INSERT INTO app.orders VALUES (1, '{so}'); INSERT INTO app.emptied VALUES (1, '(1,2)')");
        String why =
                "the type of column %s was altered on the source, so its values print otherwise; rows that have not"
                        + " changed since keep the old text on the target: run `reload %s`";

        try (RunningJob job = start()) {
            // when
            source.run("ALTER TYPE app.mood ADD VALUE 'new'");
            source.run("ALTER TYPE app.mood RENAME VALUE 'so' TO 'so so'");
            awaitStale(job);

            // then
            assertThat(staleRows(job).of(ORDERS).toString()).isEqualTo(why.formatted("moods", "app.orders"));

            // when
            job.job().control().reload("app.orders");
            job.awaitSameRows("SELECT moods::text FROM app.orders", "SELECT moods FROM ods.orders");

            // then
            awaitNotStale(job);

            // when
            source.run("ALTER TYPE app.mood ADD VALUE 'late'");
            source.run("INSERT INTO app.orders VALUES (2, '{late}')");
            patience(job).until("the new value is noted", () -> !target.rows("SELECT 1 FROM adbpg_sync.tables_" + name
                            + " WHERE source_table = 'app.orders' AND shape LIKE '%late%'")
                    .isEmpty());
            source.run("ALTER TYPE app.mood RENAME VALUE 'late' TO 'last'");
            awaitStale(job);

            // then
            assertThat(staleRows(job).of(ORDERS).toString()).isEqualTo(why.formatted("moods", "app.orders"));
        }

        // when
        source.run("ALTER TYPE app.pair DROP ATTRIBUTE b");
        try (RunningJob job = start()) {
            // then
            assertThat(staleRows(job).of(ORDERS).toString()).isEqualTo(why.formatted("moods", "app.orders"));
            assertThat(staleRows(job).of(EMPTIED).toString()).isEqualTo(why.formatted("pair", "app.emptied"));
        }
    }
}
