package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.job.Job;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a job that follows schema changes stops: what the target refuses, what would harm others, what the settings say. */
class FollowRefusedIT {
    private static final String COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = 'orders_copy'::regclass"
            + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL, amount int);"
                + " INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 10) AS n");
        target.run("CREATE TABLE orders_copy (id int PRIMARY KEY, status text NOT NULL, amount int)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private static String entry(String table, String columns) {
        return """
                - templatedRoute:
                    routeId: %1$s
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: public.%1$s }
                      - { name: target, value: public.orders_copy }
                      - { name: columns, value: "%2$s" }
                """
                .formatted(table, columns);
    }

    private RunningJob start(String entries, Map<String, String> more) throws Exception {
        return RunningJob.start(tables(entries), source, target, settings(more));
    }

    private String tables(String entries) throws Exception {
        return Files.writeString(folder.resolve("tables.camel.yaml"), entries).toString();
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.capture", "pgoutput");
        settings.put("sync.initial-load", "copy");
        settings.put("sync.schema-changes", "follow");
        settings.putAll(more);
        return settings;
    }

    /** The findings of the precheck of a job that does not run, about the tables. */
    private List<String> precheck(String job, String entries, Map<String, String> more) throws Exception {
        Map<String, String> settings = RunningJob.settings(job, source, target);
        settings.putAll(settings(more));
        try (Job stopped = RunningJob.onlyChecked(tables(entries), settings)) {
            return stopped.precheck().run().findings().stream()
                    .filter(finding -> finding.subject().startsWith("public."))
                    .map(finding -> finding.result().word() + " " + finding.check() + ": " + finding.found())
                    .toList();
        }
    }

    @Test
    void whatTheTargetRefusesIsUndoneAndTriedAgain() throws Exception {
        // given
        target.run("CREATE VIEW amounts AS SELECT amount FROM orders_copy");

        try (RunningJob job = start(entry("orders", "*"), Map.of())) {
            // when
            source.transaction("ALTER TABLE orders ADD COLUMN note text DEFAULT 'x', ALTER COLUMN amount TYPE bigint;"
                    + " UPDATE orders SET amount = 5000000000 WHERE id = 1");
            String reason = job.awaitRefusal();
            List<String> columns = target.rows(COLUMNS);
            target.run("DROP VIEW amounts");

            // then
            assertThat(reason)
                    .isEqualTo(
                            "source table public.orders was altered (column note added, column amount changed to bigint):"
                                    + " run ALTER TABLE public.orders_copy ADD COLUMN note text; ALTER TABLE public.orders_copy"
                                    + " ALTER COLUMN amount TYPE bigint USING CAST(amount AS bigint) on the target, which refuses that"
                                    + " to the job: cannot alter type of a column used by a view or rule; the job goes on by itself"
                                    + " then");
            assertThat(columns).containsExactly("id", "status", "amount");
            job.awaitInStep();
            job.awaitSameRows(
                    "SELECT * FROM orders ORDER BY id", "SELECT id, status, amount, note FROM orders_copy ORDER BY id");
        }
    }

    @Test
    void accountThatDoesNotOwnTheTableMakesTheJobWait() throws Exception {
        // given
        String role = "follower_" + target.name();
        target.run("CREATE ROLE " + role + " LOGIN; GRANT CREATE, TEMPORARY ON DATABASE " + target.name() + " TO "
                + role + "; GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON orders_copy TO " + role);

        try (RunningJob job = start(entry("orders", "*"), Map.of("target.user", role))) {
            // when
            source.transaction("ALTER TABLE orders ALTER COLUMN status DROP NOT NULL;"
                    + " UPDATE orders SET status = NULL WHERE id = 1");
            String reason = job.awaitRefusal();
            target.run("ALTER TABLE orders_copy OWNER TO " + role);

            // then
            assertThat(reason)
                    .isEqualTo("source table public.orders was altered (column status may be NULL): run ALTER TABLE"
                            + " public.orders_copy ALTER COLUMN status DROP NOT NULL on the target, which refuses that to the"
                            + " job: must be owner of table orders_copy; the job goes on by itself then");
            job.awaitInStep();
            job.awaitSameRows("SELECT * FROM orders ORDER BY id", "SELECT * FROM orders_copy ORDER BY id");
        } finally {
            target.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void droppedColumnIsDroppedOnTheTargetIfWanted() throws Exception {
        try (RunningJob job = start(entry("orders", "*"), Map.of("sync.dropped-columns", "drop"))) {
            // when
            source.transaction(
                    "UPDATE orders SET amount = 7 WHERE id = 1; ALTER TABLE orders DROP COLUMN status; INSERT INTO orders VALUES (11, 11)");
            job.awaitUndisturbed();

            // then
            assertThat(target.rows(COLUMNS)).containsExactly("id", "amount");
            job.awaitSameRows("SELECT * FROM orders ORDER BY id", "SELECT * FROM orders_copy ORDER BY id");
        }
    }

    @Test
    void targetThatTablesShareGetsColumnsAndLosesNone() throws Exception {
        // given
        source.run(
                "CREATE TABLE more (id int PRIMARY KEY, status text NOT NULL, amount int); INSERT INTO more VALUES (1, 'more', 1)");
        target.run(
                "DROP TABLE orders_copy; CREATE TABLE orders_copy (shop text, id int, status text, amount int, PRIMARY KEY (shop, id))");

        try (RunningJob job = start(
                entry("orders", "*, 'one' AS shop") + entry("more", "*, 'two' AS shop"),
                Map.of("sync.dropped-columns", "drop"))) {
            // when
            source.transaction("ALTER TABLE orders ADD COLUMN note text; UPDATE orders SET note = 'x' WHERE id = 1");
            job.awaitUndisturbed();
            source.transaction("ALTER TABLE more ADD COLUMN note text; UPDATE more SET note = 'y' WHERE id = 1");
            job.awaitUndisturbed();
            source.transaction(
                    "ALTER TABLE orders RENAME COLUMN amount TO price; UPDATE orders SET price = 2 WHERE id = 2");

            // then
            assertThat(job.awaitRefusal("renamed"))
                    .isEqualTo(
                            "source table public.orders was altered (column amount renamed to price): run ALTER TABLE"
                                    + " public.orders_copy RENAME COLUMN amount TO price on the target; the job goes on by itself then");
            assertThat(target.rows(COLUMNS)).containsExactly("shop", "id", "status", "amount", "note");
        }
    }

    @Test
    void precheckWarnsOfNothingThatTheJobIsAboutToAlter() throws Exception {
        // given
        String entry = entry("orders", "*");
        String name = RunningJob.newName();
        try (RunningJob job = start(entry, Map.of("sync.job", name))) {
            job.awaitInStep();
        }

        // when
        source.run("ALTER TABLE orders DROP COLUMN status, ADD COLUMN code int NOT NULL DEFAULT 7;"
                + " ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id, code)");

        // then
        assertThat(precheck(name, entry, Map.of()))
                .allMatch(finding -> finding.startsWith("passed "))
                .contains(
                        "passed columns: the source table was altered (column code added, column status dropped, key changed to"
                                + " (id, code)): the job will run ALTER TABLE public.orders_copy ADD COLUMN code integer; ALTER TABLE"
                                + " public.orders_copy DROP CONSTRAINT orders_copy_pkey; ALTER TABLE public.orders_copy ALTER COLUMN status DROP"
                                + " NOT NULL on the target");
        assertThat(precheck(name, entry, Map.of("sync.schema-changes", "wait")))
                .filteredOn(finding -> !finding.startsWith("passed "))
                .hasSize(1)
                .allMatch(finding -> finding.startsWith("failed columns: source table public.orders was altered"));
    }

    @Test
    void precheckTellsOfValuesThatAnEnumOfTheTargetLacks() throws Exception {
        // given
        source.run("CREATE TYPE mood AS ENUM ('so', 'well'); ALTER TABLE orders ADD COLUMN mood mood");
        target.run("CREATE TYPE mood AS ENUM ('well'); ALTER TABLE orders_copy ADD COLUMN mood mood");
        String entry = entry("orders", "*");
        String statement = "ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'so' BEFORE 'well'";

        // then
        assertThat(precheck("any", entry, Map.of()))
                .contains("passed enum values: the job will run " + statement + " on the target")
                .allMatch(finding -> finding.startsWith("passed "));
        assertThat(precheck("any", entry, Map.of("sync.schema-changes", "wait")))
                .contains(
                        "warning enum values: enum type public.mood of the target lacks values of the source: rows that have them"
                                + " would be refused");
    }
}
