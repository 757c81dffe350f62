package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of all kinds are compared: each row that was changed by hand on the target is reported and repaired. */
class VerifyTablesIT {
    private static final String ROUTES =
            """
            - templatedRoute:
                routeId: mapped
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.mapped }
                  - { name: target, value: ods.mapped }
                  - { name: columns, value: "'eu' AS region, id AS no, upper(name) AS name, CAST(price AS numeric(10,2)) AS price, now() AS seen" }
                  - { name: where, value: "NOT hidden" }
            - templatedRoute:
                routeId: app
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.* }
                  - { name: target, value: ods.* }
            """;

    private static final String MAPPED_AT_SOURCE =
            "CREATE TABLE app.mapped (id int PRIMARY KEY, name text, price numeric, hidden boolean);";
    private static final String MAPPED_AT_TARGET =
            "CREATE TABLE ods.mapped (no bigint PRIMARY KEY, region char(3), name varchar(20), price numeric(10,2), seen timestamptz);";
    private static final String SLOT_OF_COMPARISON =
            "SELECT count(*) > 0 FROM pg_replication_slots WHERE slot_name LIKE '%\\_verify' AND database = current_database()";
    private static final String SLOT_OF_RELOAD = SLOT_OF_COMPARISON.replace("verify", "load");

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start() throws Exception {
        return RunningJob.start(
                Files.writeString(folder.resolve("tables.camel.yaml"), ROUTES).toString(),
                source,
                target,
                Map.of("source.capture", "pgoutput", "sync.initial-load", "copy", "sync.existing-data", "keep"));
    }

    /** A collation that sorts otherwise than bytes; none where the target has no ICU, as some kernels. */
    private String otherCollation() {
        String icu = target.value("SELECT count(*) FROM pg_collation WHERE collname = 'en-x-icu'");
        return icu.equals("1") ? " COLLATE \"en-x-icu\"" : "";
    }

    private static void assertEqual(RunningJob job) {
        assertThat(job.verify("", false)).isNotEmpty().allMatch(line -> line.contains(" rows, equal"));
    }

    @Test
    void handMadeChangesAreFoundInTablesOfAllKinds() throws Exception {
        // given
        source.run("CREATE SCHEMA app;"
                + MAPPED_AT_SOURCE
                + "INSERT INTO app.mapped SELECT n, 'name ' || n, n / 7.0, n % 5 = 0 FROM generate_series(1, 50) n;"
                + "CREATE TABLE app.composite (a text COLLATE \"C\", b int, c text, PRIMARY KEY (a, b));"
                + "INSERT INTO app.composite SELECT chr(65 + n % 58) || 'ä_ ' || n, n, 'c' FROM generate_series(1, 300) n;"
                + "CREATE TABLE app.keyless (n int, text text); ALTER TABLE app.keyless REPLICA IDENTITY FULL;"
                + "INSERT INTO app.keyless SELECT n % 3, 'a' FROM generate_series(1, 30) n;"
                + "CREATE TABLE app.numbers (f float8 PRIMARY KEY, r real, fs float8[], p point, t timestamp, d text);"
                + "INSERT INTO app.numbers SELECT n / 3.0, n / 7.0, ARRAY[n / 9.0, 'NaN'], point(n / 3.0, 1e300 / n),"
                + " '2026-01-01'::timestamp + n * interval '1.234567 s', '{\"b\": 1.0, \"a\": ' || n || '}'"
                + " FROM generate_series(1, 50) n");
        target.run(
                "CREATE SCHEMA ods; CREATE TABLE ods.mapped (no bigint PRIMARY KEY, region char(3), name varchar(20),"
                        + " price numeric(10,2), seen timestamptz);"
                        + "CREATE TABLE ods.composite (c varchar(3), b bigint, a text" + otherCollation()
                        + ", own text);"
                        + "CREATE TABLE ods.keyless (text varchar, n bigint);"
                        + "CREATE TABLE ods.numbers (f float8 PRIMARY KEY, r real, fs float8[], p point, t timestamptz, d jsonb)");
        // The ends have different time zones.
        target.run("ALTER DATABASE " + target.name() + " SET timezone TO 'Asia/Shanghai'");

        try (RunningJob job = start()) {
            job.awaitUndisturbed();
            assertThat(job.verify("", false))
                    .containsExactly(
                            "app.composite: 300 rows, equal",
                            "app.keyless: 30 rows, equal",
                            "app.mapped: 40 rows, equal; not compared: seen",
                            "app.numbers: 50 rows, equal");

            // when
            target.run("UPDATE ods.mapped SET price = price + 0.01 WHERE no = 7; DELETE FROM ods.mapped WHERE no = 8;"
                    + "INSERT INTO ods.mapped VALUES (5, 'eu', 'hidden', 1, now()), (6000, 'us', 'of others', 1, now());"
                    + "UPDATE ods.composite SET c = NULL, own = 'kept' WHERE b = 17; DELETE FROM ods.composite WHERE b = 18;"
                    + "INSERT INTO ods.composite (a, b, c) SELECT a, b, 'c' FROM ods.composite WHERE b = 19;"
                    + "DELETE FROM ods.keyless WHERE n = 1; INSERT INTO ods.keyless SELECT 'a', 1 FROM generate_series(1, 8);"
                    + "INSERT INTO ods.keyless VALUES ('b', NULL);"
                    + "UPDATE ods.numbers SET r = r + 0.001 WHERE d->>'a' = '3';"
                    + "UPDATE ods.numbers SET fs[2] = 1, t = t + interval '1 us' WHERE d->>'a' = '4'");

            // then
            assertThat(job.verify("", false))
                    .containsExactly(
                            "app.composite: 300 rows, different: 1 missing, 1 extra, 1 different",
                            "app.keyless: 30 rows, different: 2 missing, 1 extra",
                            "app.mapped: 40 rows, different: 1 missing, 1 extra, 1 different; not compared: seen",
                            "app.numbers: 50 rows, different: 2 different");
            assertThat(job.differences())
                    .containsExactlyInAnyOrder(
                            "app.composite missing a=Sä_ 18, b=18 []",
                            "app.composite extra a=Tä_ 19, b=19 []",
                            "app.composite different a=Rä_ 17, b=17 [c]",
                            "app.keyless missing n=1, text=a []",
                            "app.keyless missing n=1, text=a []",
                            "app.keyless extra n=NULL, text=b []",
                            "app.mapped missing no=8 []",
                            "app.mapped extra no=5 []",
                            "app.mapped different no=7 [price]",
                            "app.numbers different f=1 [r]",
                            "app.numbers different f=1.3333333333333333 [fs, t]");

            // when
            List<String> repaired = job.verify("", true);

            // then
            assertThat(repaired.get(1)).endsWith("not repaired: the table has no key; load it again with `reload`");
            assertThat(repaired).filteredOn(line -> line.contains("; repaired")).hasSize(3);
            target.run("DELETE FROM ods.keyless WHERE n IS NULL; INSERT INTO ods.keyless VALUES ('a', 1), ('a', 1)");
            assertEqual(job);
            assertThat(target.rows("SELECT own FROM ods.composite WHERE b = 17"))
                    .containsExactly("kept");
            assertThat(target.rows("SELECT region FROM ods.mapped WHERE no = 6000"))
                    .containsExactly("us ");
        }
    }

    @Test
    void manyDifferencesAreCountedAndTheFirstAreNamed() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.many (id int PRIMARY KEY, text text);"
                + "INSERT INTO app.many SELECT n, repeat('x', 200) FROM generate_series(1, 20000) n;"
                + "CREATE TABLE app.mapped (id int PRIMARY KEY, name text, price numeric, hidden boolean)");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.many (id int PRIMARY KEY, text text); CREATE TABLE ods.mapped"
                + " (no bigint PRIMARY KEY, region char(3), name varchar(20), price numeric(10,2), seen timestamptz)");

        try (RunningJob job = start()) {
            job.awaitUndisturbed();

            // when
            target.run(
                    "UPDATE ods.many SET text = text || 'y' WHERE id <= 12000; DELETE FROM ods.many WHERE id > 19000");

            // then
            assertThat(job.verify("app.many", true))
                    .containsExactly(
                            "app.many: 20000 rows, different: 1000 missing, 12000 different; not repaired: these"
                                    + " are too many; load the table again with `reload`");
            assertThat(job.differences()).hasSize(40);

            // when
            target.run("UPDATE ods.many SET text = repeat('x', 200) WHERE id <= 8000");

            // then
            assertThat(job.verify("app.many", true))
                    .containsExactly("app.many: 20000 rows, different: 1000 missing, 4000 different; repaired");
            assertEqual(job);
        }
    }

    @Test
    void comparisonWaitsForNobodyAndRefusesWhatItCannotDo() throws Exception {
        // given
        source.run("CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY);" + MAPPED_AT_SOURCE);
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.a (id int PRIMARY KEY);" + MAPPED_AT_TARGET);

        try (RunningJob job = start();
                Connection locking = target.connect();
                Statement lock = locking.createStatement()) {
            job.awaitUndisturbed();

            // then
            assertThatThrownBy(() -> job.job().control().verify("app.b", false))
                    .hasMessage("the job has no table app.b: use one of app.a, app.mapped");
            assertThatThrownBy(() -> job.job().control().verify("b", false))
                    .hasMessageContaining("is not a table name");

            // when
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE ods.a IN ACCESS EXCLUSIVE MODE");

            // then
            assertThat(job.verify("app.a", false)).singleElement().asString().contains("app.a: failed: ", "a lock");
            source.run("INSERT INTO app.mapped VALUES (1, 'a', 1, false)");
            job.awaitUndisturbed();

            // when
            locking.rollback();

            // then
            assertThat(job.verify("app.a", false)).containsExactly("app.a: 0 rows, equal");

            // when
            job.context().getRouteController().suspendRoute(job.captureRoute());

            // then
            assertThat(job.verify("app.a", false))
                    .singleElement()
                    .asString()
                    .startsWith("app.a: failed: the job applies no changes just now: it is paused: ");
        }
    }

    @Test
    void comparisonGoesOnInTheNextSession() throws Exception {
        // given
        source.run(
                "CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY); CREATE TABLE app.b (id int PRIMARY KEY)");
        target.run(
                "CREATE SCHEMA ods; CREATE TABLE ods.a (id int PRIMARY KEY); CREATE TABLE ods.b (id int PRIMARY KEY)");
        source.run(MAPPED_AT_SOURCE);
        target.run(MAPPED_AT_TARGET);

        try (RunningJob job = start();
                Connection writing = source.connect();
                Statement write = writing.createStatement()) {
            job.awaitUndisturbed();
            writing.setAutoCommit(false);
            write.execute("INSERT INTO app.a VALUES (1)");

            // when
            job.job().control().verify("app.a", false);
            await("the comparison has a slot, and waits for the transaction")
                    .until(() -> source.value(SLOT_OF_COMPARISON).equals("t"));
            job.job().control().reload("app.b");
            await("the session has ended")
                    .until(() -> source.value(SLOT_OF_RELOAD).equals("t"));
            writing.rollback();

            // then
            assertThat(job.awaitVerified()).containsExactly("app.a: 0 rows, equal");
        }
    }
}
