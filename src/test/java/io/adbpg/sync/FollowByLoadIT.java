package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that follows schema changes of tables which are loaded again for them: only the table that replaces the target is altered. */
class FollowByLoadIT {
    private static final String ROWS = "SELECT * FROM orders ORDER BY id";
    private static final String ALTERATION =
            "ALTER TABLE orders ALTER COLUMN amount TYPE bigint, ALTER COLUMN code TYPE text"
                    + " USING code || '!', ADD COLUMN note text DEFAULT 'none', ALTER COLUMN status DROP NOT NULL;"
                    + " UPDATE orders SET amount = 5000000000, status = NULL WHERE id = 1";
    private static final String TYPES =
            "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY"
                    + " attnum) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped";
    private static final String OLD_TYPES = "id integer, status text, amount integer, code integer";
    private static final String NEW_TYPES = "id integer, status text, amount bigint, code text, note text";
    private static final String SWAP_WAITS = "SELECT count(*) FROM pg_locks WHERE relation = 'orders'::regclass"
            + " AND mode = 'AccessExclusiveLock' AND NOT granted";

    /** A target with it takes no row as long as somebody has the lock. */
    private static final String GATE = "CREATE FUNCTION gate(id int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
            + " PERFORM pg_advisory_xact_lock_shared(7); RETURN true; END $$";

    private static final String GATED = "ALTER TABLE orders ADD CHECK (gate(id))";
    private static final String GATE_WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static final String SOON = "SET LOCAL lock_timeout = '20s'; ";

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        String tables = "CREATE TABLE orders (id int PRIMARY KEY, status text NOT NULL, amount int, code int);"
                + " CREATE TABLE others (id int PRIMARY KEY);";
        source.run(tables + " INSERT INTO orders SELECT n, 'new', n, n FROM generate_series(1, 1000) AS n");
        target.run(
                tables + " CREATE INDEX orders_amount ON orders (amount); CREATE INDEX orders_code ON orders (code)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private static String entry() {
        return """
                - templatedRoute:
                    routeId: shop
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: "public.*" }
                      - { name: target, value: "public.*" }
                """;
    }

    private static Map<String, String> settings(Capture capture, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        settings.put("sync.schema-changes", "follow");
        settings.putAll(more);
        return settings;
    }

    private RunningJob start(Capture capture, Map<String, String> more) throws Exception {
        String tables =
                Files.writeString(folder.resolve("tables.camel.yaml"), entry()).toString();
        RunningJob job = RunningJob.start(tables, source, target, settings(capture, more));
        job.awaitInStep();
        return job;
    }

    private void awaitCount(String what, String query) {
        await().alias(what).atMost(Duration.ofMinutes(1)).until(() -> !target.value(query)
                .equals("0"));
    }

    /** What is left of a load once it has ended. */
    private void assertTidy() {
        assertThat(
                        target.rows(
                                "SELECT relname FROM pg_class WHERE relname ~ '(replaced|shadow|trial)_[0-9]' AND relkind IN ('r', 'i')"))
                .isEmpty();
    }

    @ParameterizedTest
    @PublishedCaptures
    void readerDoesNotHinderAnAlteredType(Capture capture) throws Exception {
        try (RunningJob job = start(capture, Map.of());
                Connection connection = target.connect();
                Statement reader = connection.createStatement()) {
            // given
            TargetReader others = new TargetReader(target, "SELECT 'rows: ' || count(*) FROM orders");
            connection.setAutoCommit(false);
            reader.executeQuery("SELECT count(*) FROM orders").close();

            // when
            source.transaction(ALTERATION);
            awaitCount("the new table waits for the reader", SWAP_WAITS);
            source.run("INSERT INTO others VALUES (1)");
            job.awaitUndisturbed();
            String meanwhile = target.value(TYPES);
            int reads = others.reads();
            await().alias("others read on while one holds the table")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> others.reads() > reads + 1);
            connection.rollback();
            job.awaitSameRows(ROWS, ROWS);
            source.run("UPDATE orders SET note = 'last' WHERE id = 2");
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(meanwhile).isEqualTo(OLD_TYPES);
            assertThat(target.value(TYPES)).isEqualTo(NEW_TYPES);
            assertThat(others.stop()).containsExactly("rows: 1000");
            assertThat(target.rows("SELECT indexname FROM pg_indexes WHERE tablename = 'orders' ORDER BY 1"))
                    .containsExactly("orders_amount", "orders_code", "orders_pkey");
            await().atMost(Duration.ofMinutes(1)).untilAsserted(this::assertTidy);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the load", "while rows are loaded", "before the swap"})
    void jobThatIsKilledEndsWithTheNewTable(String moment) throws Exception {
        assumeThat(ServerPair.shared().isTargetGreenplum() && moment.equals("while rows are loaded"))
                .as("rows are checked on segments, which don't see the coordinator's advisory locks")
                .isFalse();
        // given
        target.run(GATE);
        target.run(GATED);
        try (JobProcess job = JobProcess.in(folder, entry(), source, target, settings(Capture.PGOUTPUT, Map.of()));
                Connection writing = source.connect();
                Statement writer = writing.createStatement();
                Connection connection = target.connect();
                Statement holder = connection.createStatement()) {
            job.start();
            job.awaitThat("both tables are in step", () -> isSynced(job));
            connection.setAutoCommit(false);
            writing.setAutoCommit(false);

            // when
            switch (moment) {
                case "before the load" -> {
                    // A load's snapshot waits for its end.
                    writer.execute("INSERT INTO others VALUES (1)");
                    source.transaction(ALTERATION);
                    job.awaitThat("the table is to be loaded again", () -> isReloading(job));
                }
                case "while rows are loaded" -> {
                    holder.execute("SELECT pg_advisory_lock(7)");
                    source.transaction(ALTERATION);
                    job.awaitThat("a row waits", () -> target.look(GATE_WAITS).equals("1"));
                }
                default -> {
                    holder.execute("LOCK TABLE orders IN ACCESS SHARE MODE");
                    source.transaction(ALTERATION);
                    job.awaitThat(
                            "the swap waits", () -> target.look(SWAP_WAITS).equals("1"));
                }
            }
            String types = target.value(TYPES);
            job.kill();
            writing.commit();
            source.run("UPDATE orders SET note = 'while it was away' WHERE id = 2");
            job.start();
            connection.rollback();
            holder.execute("SELECT pg_advisory_unlock_all()");
            connection.commit();
            job.awaitInStep();
            job.awaitThat(
                    "the rows are the same",
                    () -> target.value(TYPES).equals(NEW_TYPES)
                            && target.rows(ROWS).equals(source.rows(ROWS)));

            // then
            assertThat(types).isEqualTo(OLD_TYPES);
            assertThat(target.rows("SELECT * FROM others")).isEqualTo(source.rows("SELECT * FROM others"));
            job.awaitThat("both tables are in step", () -> isSynced(job));
            assertTidy();
        }
    }

    private boolean isReloading(JobProcess job) {
        return target.look("SELECT count(*) FROM " + job.tablesTable() + " WHERE phase = 'RELOAD'")
                .equals("1");
    }

    @Test
    void newKeyAndDroppedColumnsComeWithTheNewTable() throws Exception {
        try (RunningJob job = start(Capture.PGOUTPUT, Map.of("sync.dropped-columns", "drop"))) {
            // when
            source.transaction("ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders DROP COLUMN code;"
                    + " ALTER TABLE orders RENAME COLUMN amount TO price; ALTER TABLE orders ALTER COLUMN price TYPE bigint,"
                    + " ALTER COLUMN price SET NOT NULL; ALTER TABLE orders ADD PRIMARY KEY (price, id);"
                    + " INSERT INTO orders VALUES (1, 'second', 2)");
            job.awaitUndisturbed();
            job.awaitSameRows(ROWS + ", 3", ROWS + ", 3");
            source.run("DELETE FROM orders WHERE id = 1 AND price = 1");
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(target.rows("SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' ORDER BY 1"))
                    .containsExactly(
                            "CREATE INDEX orders_amount ON public.orders USING btree (price)",
                            "CREATE UNIQUE INDEX orders_pkey ON public.orders USING btree (price, id)");
        }
    }

    @Test
    void keyThatComesBackBeforeTheLoadStays() throws Exception {
        try (JobProcess job = JobProcess.in(folder, entry(), source, target, settings(Capture.PGOUTPUT, Map.of()));
                Connection writing = source.connect();
                Statement writer = writing.createStatement()) {
            // given
            job.start();
            job.awaitThat("both tables are in step", () -> isSynced(job));
            writing.setAutoCommit(false);
            // A load's snapshot waits for its end.
            writer.execute("INSERT INTO others VALUES (1)");
            source.transaction(
                    "ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ADD PRIMARY KEY (id, status);"
                            + " INSERT INTO orders VALUES (0, 'x', 0, 0)");
            job.awaitThat("the table is to be loaded again", () -> isReloading(job));

            // when
            source.transaction(
                    "ALTER TABLE orders DROP CONSTRAINT orders_pkey; ALTER TABLE orders ADD PRIMARY KEY (id);"
                            + " INSERT INTO orders VALUES (-1, 'y', 0, 0)");
            writing.commit();
            job.awaitThat("the rows are the same", () -> target.rows(ROWS).equals(source.rows(ROWS)) && isSynced(job));

            // then
            assertThat(target.rows("SELECT indexdef FROM pg_indexes WHERE indexname = 'orders_pkey'"))
                    .containsExactly("CREATE UNIQUE INDEX orders_pkey ON public.orders USING btree (id)");
            assertThat(job.output()).doesNotContain("refuses its new key");
        }
    }

    private boolean isSynced(JobProcess job) {
        return job.knowsPosition()
                && target.look("SELECT count(*) FROM " + job.tablesTable() + " WHERE phase = 'SYNCED'")
                        .equals("2");
    }

    @Test
    void valuesThatTheTargetCouldNotCastAreLoadedInstead() throws Exception {
        // given
        String short5 = "ALTER TABLE orders ALTER COLUMN status TYPE varchar(5)";
        source.run(short5);
        target.run(short5);
        try (RunningJob job = start(Capture.PGOUTPUT, Map.of())) {
            // when
            source.transaction("ALTER TABLE orders ALTER COLUMN status TYPE int USING length(status);"
                    + " UPDATE orders SET status = 7 WHERE id = 1");
            job.awaitUndisturbed();
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(target.value(TYPES)).startsWith("id integer, status integer");
        }
    }

    @Test
    void typeToWhichNoCastLeadsComesWithTheNewTable() throws Exception {
        try (RunningJob job = start(Capture.PGOUTPUT, Map.of())) {
            // when
            source.transaction("ALTER TABLE orders ALTER COLUMN code TYPE date USING date '2026-01-01' + code;"
                    + " UPDATE orders SET code = '2030-05-05' WHERE id = 1");
            job.awaitUndisturbed();
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(target.value(TYPES)).endsWith(", code date");
            assertThat(target.rows("SELECT indexname FROM pg_indexes WHERE tablename = 'orders' ORDER BY 1"))
                    .containsExactly("orders_amount", "orders_code", "orders_pkey");
        }
    }

    @Test
    void typeToWhichNoCastLeadsWaitsWhereTheTableStays() throws Exception {
        // given
        target.run("CREATE VIEW ids AS SELECT id FROM orders");
        try (RunningJob job = start(Capture.PGOUTPUT, Map.of())) {
            // when
            source.transaction("ALTER TABLE orders ALTER COLUMN code TYPE date USING date '2026-01-01' + code;"
                    + " UPDATE orders SET code = '2030-05-05' WHERE id = 1");
            String reason = job.awaitRefusal("cannot cast type integer to date");
            target.run("ALTER TABLE public.orders ALTER COLUMN code TYPE date USING NULL");
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(reason)
                    .contains(
                            "run ALTER TABLE public.orders ALTER COLUMN code TYPE date USING CAST(code AS date) on the"
                                    + " target, which refuses that to the job");
        }
    }

    /** A job that loads the table again for {@link #ALTERATION}, and a statement on the target that comes before the swap. */
    private RunningJob startAndAlter(String meanwhile) throws Exception {
        RunningJob job = start(Capture.PGOUTPUT, Map.of());
        try (Connection connection = target.connect();
                Statement holder = connection.createStatement()) {
            connection.setAutoCommit(false);
            holder.execute("LOCK TABLE orders IN ACCESS SHARE MODE");
            source.transaction(ALTERATION);
            awaitCount("the rows are there and wait for the swap", SWAP_WAITS);
            target.run(SOON + meanwhile);
            connection.commit();
            return job;
        } catch (AssertionError | RuntimeException | SQLException e) {
            job.close();
            throw e;
        }
    }

    /** The view would go on showing the table that was replaced. */
    @Test
    void viewThatIsCreatedMeanwhileMakesTheTableStay() throws Exception {
        // when
        try (RunningJob job = startAndAlter("CREATE VIEW amounts AS SELECT id, amount FROM orders")) {
            String reason = job.awaitRefusal("used by a view");
            String types = target.value(TYPES);
            target.run("DROP VIEW amounts");
            job.awaitInStep();
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(reason)
                    .startsWith("source table public.orders was altered (")
                    .contains("run ALTER TABLE public.orders ADD COLUMN note text; ");
            assertThat(types).isEqualTo(OLD_TYPES);
            assertThat(target.value(TYPES)).isEqualTo(NEW_TYPES);
        }
    }

    @Test
    void indexThatIsCreatedMeanwhileIsNotLost() throws Exception {
        // when
        try (RunningJob job = startAndAlter("CREATE INDEX orders_status ON orders (status)")) {
            job.awaitSameRows(ROWS, ROWS);

            // then
            assertThat(target.rows("SELECT indexname FROM pg_indexes WHERE tablename = 'orders' ORDER BY 1"))
                    .containsExactly("orders_amount", "orders_code", "orders_pkey", "orders_status");
        }
    }
}
