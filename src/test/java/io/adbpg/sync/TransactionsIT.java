package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** Transactions of the source that are more than BEGIN, rows, and COMMIT arrive whole, and only if they were committed. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class TransactionsIT {
    private static final String TABLES = "src/test/resources/scenarios/app-to-ods.camel.yaml";
    private static final String SOURCE_ROWS = "SELECT * FROM app.items ORDER BY id";
    private static final String TARGET_ROWS = "SELECT * FROM ods.items ORDER BY id";

    private static RestartableServer server;

    @Parameter
    private Capture capture;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeAll
    static void startServer() throws IOException {
        server =
                RestartableServer.start(Map.of("max_prepared_transactions", "10", "logical_decoding_work_mem", "64kB"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void makeTables() {
        source = server.database("source");
        target = TestServers.newTarget();
        source.run("CREATE SCHEMA app; CREATE TABLE app.items (id int PRIMARY KEY, name text)");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.items (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void dropTables() {
        source.run("DROP SCHEMA app CASCADE");
        source.rows("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
        source.rows("SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin");
        target.drop();
    }

    private RunningJob start() throws Exception {
        return RunningJob.start(TABLES, source, target, Map.of("source.capture", capture.word()));
    }

    @Test
    void preparedTransactionArrivesOnceItIsCommittedAndOutlivesACrash() throws Exception {
        try (RunningJob job = start()) {
            // given
            source.run("BEGIN; INSERT INTO app.items VALUES (1, 'committed'); SAVEPOINT one;"
                    + "INSERT INTO app.items VALUES (2, 'never'); ROLLBACK TO SAVEPOINT one;"
                    + "INSERT INTO app.items VALUES (3, 'committed'); PREPARE TRANSACTION 'first'");
            source.run("BEGIN; INSERT INTO app.items VALUES (4, 'never'); PREPARE TRANSACTION ''");
            source.run("BEGIN; INSERT INTO app.items SELECT n, repeat(md5(n::text), 10)"
                    + " FROM generate_series(1000, 1500) AS n; PREPARE TRANSACTION 'large'");
            source.run("INSERT INTO app.items VALUES (5, 'meanwhile')");
            source.run(
                    "BEGIN; SELECT * FROM app.items WHERE id = 5 FOR UPDATE; PREPARE TRANSACTION 'nothing but a lock'");

            // when
            job.awaitInStep();

            // then
            assertThat(target.rows(TARGET_ROWS)).containsExactly("5|meanwhile");

            // when
            server.stop(Stop.IMMEDIATE);
            server.startAgain();
            source.run("INSERT INTO app.items VALUES (6, 'after the crash')");
            source.run("ROLLBACK PREPARED ''");
            source.run("COMMIT PREPARED 'large'");
            source.run("COMMIT PREPARED 'nothing but a lock'");
            source.run("UPDATE app.items SET name = 'changed' WHERE id IN (5, 1001)");
            source.run("COMMIT PREPARED 'first'");
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();

            // then
            assertThat(target.rows(TARGET_ROWS)).hasSize(505).isEqualTo(source.rows(SOURCE_ROWS));
        }
    }

    @Test
    void whatAnotherReplicationBroughtArrivesToo() throws Exception {
        try (RunningJob job = start();
                Connection replication = source.connect();
                Statement statement = replication.createStatement()) {
            // when
            statement.execute("SELECT pg_replication_origin_create('elsewhere')");
            statement.execute("SELECT pg_replication_origin_session_setup('elsewhere')");
            replication.setAutoCommit(false);
            statement.execute("SELECT pg_replication_origin_xact_setup('0/1234', '2001-02-03 04:05:06+00')");
            statement.execute("INSERT INTO app.items VALUES (1, 'brought'), (2, 'brought')");
            replication.commit();
            source.run("INSERT INTO app.items VALUES (3, 'of its own')");
            statement.execute("SELECT pg_replication_origin_xact_setup('0/1235', '2001-02-03 04:05:07+00')");
            statement.execute("UPDATE app.items SET name = 'brought again' WHERE id IN (2, 3)");
            replication.commit();
            job.awaitInStep();

            // then
            assertThat(target.rows(TARGET_ROWS)).containsExactly("1|brought", "2|brought again", "3|brought again");
        }
    }

    /** Each is larger than what the server decodes in memory. */
    @Test
    void transactionsThatOverlapArriveInTheOrderOfTheirCommits() throws Exception {
        try (RunningJob job = start();
                Connection first = source.connect();
                Connection second = source.connect()) {
            // when
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
                insert(first, i * 1000, "first");
                insert(second, 50_000 + i * 1000, "second");
            }
            source.run("INSERT INTO app.items VALUES (-1, 'small')");
            second.commit();
            try (Statement statement = first.createStatement()) {
                statement.execute("UPDATE app.items SET name = name || '!' WHERE id % 10 = 0");
                statement.execute("DELETE FROM app.items WHERE id % 10 = 1");
            }
            first.commit();
            job.awaitInStep();

            // then
            assertThat(target.rows(TARGET_ROWS)).hasSizeGreaterThan(3000).isEqualTo(source.rows(SOURCE_ROWS));
        }
    }

    private static void insert(Connection connection, int from, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String rows =
                    "INSERT INTO app.items SELECT n, '%s ' || repeat(md5(n::text), 3) FROM generate_series(%d, %d) AS n";
            statement.execute("SAVEPOINT kept");
            statement.execute(rows.formatted(name, from, from + 199));
            statement.execute("RELEASE SAVEPOINT kept");
            statement.execute("SAVEPOINT taken_back");
            statement.execute(rows.formatted("never", from + 200, from + 399));
            statement.execute("ROLLBACK TO SAVEPOINT taken_back");
        }
    }

    @Test
    void textIsConvertedToTheTargetsEncoding() throws Exception {
        // given
        TestDatabase other = target.sibling(target.name() + "_latin1");
        target.run("CREATE DATABASE " + other.name()
                + " ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        other.run("CREATE SCHEMA ods; CREATE TABLE ods.items (id int PRIMARY KEY, name text)");

        try (RunningJob job = RunningJob.start(TABLES, source, other, Map.of("source.capture", capture.word()))) {
            // when
            source.run("INSERT INTO app.items VALUES (1, 'Motörhead'), (2, 'plain')");
            source.run("UPDATE app.items SET name = 'Köln' WHERE id = 2");
            job.awaitInStep();

            // then
            assertThat(other.rows("SELECT id, octet_length(name), name FROM ods.items ORDER BY id"))
                    .containsExactly("1|9|Motörhead", "2|4|Köln");

            // when
            source.run("INSERT INTO app.items VALUES (3, '表')");

            // then
            assertThat(job.awaitRefusal()).contains("app.items").contains("LATIN1");
        } finally {
            other.drop();
        }
    }
}
