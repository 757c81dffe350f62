package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route files of {@code src/docs/examples} do what they say. */
class ExamplesIT {
    private static final String EXAMPLES = "src/docs/examples/";

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void createDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE SCHEMA shop");
        target.run("CREATE SCHEMA ods");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    @Test
    void deletedRowIsMarkedUntilItComesBack() throws Exception {
        // given
        source.run("CREATE TABLE shop.customers (id int PRIMARY KEY, name text)");
        target.run("CREATE TABLE ods.customers (id int PRIMARY KEY, name text, deleted_at timestamptz)");

        // when
        try (RunningJob job = RunningJob.start(EXAMPLES + "soft-delete.camel.yaml", source, target)) {
            source.run("INSERT INTO shop.customers VALUES (1, 'a'), (2, 'b'), (3, 'c')");
            job.awaitUndisturbed();
            source.run("DELETE FROM shop.customers WHERE id > 1");
            job.awaitUndisturbed();
            source.run(
                    "INSERT INTO shop.customers VALUES (3, 'again'); UPDATE shop.customers SET name = 'A' WHERE id = 1");
            job.awaitUndisturbed();
            String deletedAt = target.value("SELECT deleted_at FROM ods.customers WHERE id = 2");

            // then
            assertThat(job.verify("", true))
                    .containsExactly(
                            "shop.customers: not compared: its route has steps of its own, and only they know what"
                                    + " becomes of a row");
            assertThat(target.value("SELECT deleted_at FROM ods.customers WHERE id = 2"))
                    .as("what a repair must not write")
                    .isEqualTo(deletedAt);
            assertThatThrownBy(() -> job.job().control().reload("shop.customers"))
                    .hasMessageContaining("its route has steps of its own");
        }

        // then
        assertThat(target.rows("SELECT id, name, deleted_at IS NOT NULL FROM ods.customers ORDER BY id"))
                .containsExactly("1|A|f", "2|b|t", "3|again|f");
    }

    @Test
    void rowsSayHowTheyWereChangedAndAHistoryKeepsEveryChange() throws Exception {
        // given
        source.run("CREATE TABLE shop.orders (id int PRIMARY KEY, amount int);"
                + " CREATE TABLE shop.prices (id int PRIMARY KEY, price int)");
        target.run("CREATE TABLE ods.orders (id int PRIMARY KEY, amount int, last_operation text, last_lsn pg_lsn,"
                + " last_change timestamptz);"
                + " CREATE TABLE ods.prices_history (id int, price int, operation text, lsn pg_lsn, sequence bigint,"
                + " committed_at timestamptz)");

        // when
        String committed;
        try (RunningJob job = RunningJob.start(EXAMPLES + "history.camel.yaml", source, target)) {
            source.run("INSERT INTO shop.orders VALUES (1, 10), (2, 20); INSERT INTO shop.prices VALUES (1, 5)");
            source.run("UPDATE shop.orders SET amount = 11 WHERE id = 1; UPDATE shop.prices SET price = 6;"
                    + " UPDATE shop.prices SET price = 7; DELETE FROM shop.prices");
            job.awaitUndisturbed();
            committed = source.value("SELECT now()");
        }

        // then
        assertThat(target.rows("SELECT id, amount, last_operation, last_lsn > min(last_lsn) OVER (), last_change <= '"
                        + committed + "' FROM ods.orders ORDER BY id"))
                .containsExactly("1|11|update|t|t", "2|20|insert|f|t");
        assertThat(target.rows("SELECT operation, id, price FROM ods.prices_history ORDER BY lsn, sequence"))
                .containsExactly("insert|1|5", "update|1|6", "update|1|7", "delete|1|NULL");
    }

    @Test
    void rowsPassStepsOneByOne() throws Exception {
        // given
        TestDatabase crm = TestServers.newTarget();
        crm.run("CREATE TABLE large_orders (id int, amount numeric)");
        source.run("CREATE TABLE shop.orders (id int PRIMARY KEY, customer text, amount numeric, note text);"
                + " ALTER TABLE shop.orders ALTER COLUMN note SET STORAGE EXTERNAL");
        target.run("CREATE TABLE ods.orders (id int PRIMARY KEY, customer text, amount numeric, note text, size text)");
        Map<String, String> settings =
                Map.of("crm.url", "jdbc:postgresql://127.0.0.1:" + crm.port() + "/" + crm.name() + "?user=postgres");

        // when
        try (RunningJob job = RunningJob.start(EXAMPLES + "rows.camel.yaml", source, target, settings)) {
            source.run(
                    "INSERT INTO shop.orders VALUES (1, 'Ann', 10.5, 'a'), (2, 'test', 2000, 'b'), (3, 'Bob', 3000.25,"
                            + " (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 300) AS n)), (4, 'Eve', 1, NULL), (5, 'Joe', 9, NULL)");
            job.awaitUndisturbed();
            source.run(
                    "UPDATE shop.orders SET amount = 4000.5 WHERE id IN (1, 3); DELETE FROM shop.orders WHERE id = 4");
            job.awaitUndisturbed();
        }

        // then
        assertThat(target.rows("SELECT id, customer, amount, length(note), size FROM ods.orders ORDER BY id"))
                .containsExactly("1|***|4000.5|1|large", "3|***|4000.5|9600|large", "5|***|9|NULL|small");
        assertThat(crm.rows("SELECT * FROM large_orders")).containsExactly("3|3000.25");
        crm.drop();
    }
}
