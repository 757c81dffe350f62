package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Pooler;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection pooler in front of either end works, or is told before anything is written or set. */
class PoolerIT {
    private static final int MANY = 40;
    private static final String ROWS = "SELECT id FROM app.events ORDER BY id";
    private static final String HOLDER =
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private static final String TABLES = MixedTraffic.route("app", "events");

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private Path tables;

    @BeforeEach
    void createTables() throws Exception {
        String table = "CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY)";
        source.run(table + "; INSERT INTO app.events VALUES (1)");
        target.run(table);
        tables = Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
    }

    private TestDatabase end(String role) {
        return role.equals("source") ? source : target;
    }

    private RunningJob launch(Capture capture, Pooler pooler) throws Exception {
        TestDatabase through = pooler.database();
        return RunningJob.launch(
                tables.toString(),
                source,
                target,
                Map.of(
                        "source.capture",
                        capture.word(),
                        "sync.initial-load",
                        "copy",
                        through.role() + ".port",
                        Integer.toString(through.port())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void poolingByTransactionIsRefused(String role) throws Exception {
        // given
        end(role).run("ALTER DATABASE " + end(role).name() + " SET lock_timeout = '7s'");
        try (Pooler pooler = Pooler.start(folder, end(role), "transaction", MANY);
                RunningJob job = launch(Capture.PGOUTPUT, pooler)) {
            // when
            String refusal = job.awaitRefusal();

            // then
            assertThat(refusal)
                    .contains(role + " 127.0.0.1:" + pooler.database().port(), "pooler", "pool_mode = session");
            assertThat(target.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'adbpg_sync'"))
                    .isEmpty();
            assertThat(source.rows("SELECT 1 FROM pg_publication UNION ALL SELECT 1 FROM pg_replication_slots"
                            + " WHERE database = current_database()"))
                    .isEmpty();
            assertThat(pooler.database()
                            .value("SELECT current_setting('lock_timeout') || current_setting('row_security')"
                                    + " || current_setting('default_transaction_read_only')"))
                    .isEqualTo("7sonoff");
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void jobRunsWithTheTargetBehindASessionPooler(Capture capture) throws Exception {
        // given
        try (Pooler pooler = Pooler.start(folder, target, "session", MANY);
                RunningJob job = launch(capture, pooler)) {
            // when
            job.awaitInStep();
            source.run("INSERT INTO app.events VALUES (2)");
            job.awaitInStep();

            // then
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void poolerThatBeginsToPoolByTransactionStopsTheJobUntilItPoolsBySessionAgain(Capture capture) throws Exception {
        // given
        try (Pooler pooler = Pooler.start(folder, target, "session", MANY);
                RunningJob job = launch(capture, pooler)) {
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();

            // when
            pooler.pool("transaction");

            // then
            source.run("INSERT INTO app.events VALUES (2)");
            job.awaitRefusal("pool_mode = session");

            // when
            pooler.pool("session");
            source.run("INSERT INTO app.events VALUES (3)");

            // then
            job.awaitInStep();
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        }
    }

    @Test
    void lockIsTakenBackFromASessionThatThePoolerHasLentToOthers() throws Exception {
        try (Pooler pooler = Pooler.start(folder, target, "session", MANY);
                RunningJob job = launch(Capture.PGOUTPUT, pooler)) {
            // given
            job.awaitState(JobState.SYNCING);
            job.awaitInStep();
            String holder = target.value(HOLDER);
            pooler.pool("transaction");
            source.run("INSERT INTO app.events VALUES (2)");
            job.awaitRefusal("pool_mode = session");
            try (Connection borrowed = borrow(pooler, holder)) {
                assertThat(target.value(HOLDER)).isEqualTo(holder);

                // when
                pooler.pool("session");
                source.run("INSERT INTO app.events VALUES (3)");
                String end = source.walEnd();

                // then
                await().atMost(Duration.ofMinutes(1)).until(() -> {
                    speak(borrowed);
                    return job.holds(end);
                });
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            }
        }
    }

    /** Takes the session that holds the lock from the pooler once that lends it, and keeps it by a transaction. */
    private Connection borrow(Pooler pooler, String pid) {
        AtomicReference<Connection> borrowed = new AtomicReference<>();
        await().alias("the pooler lends process " + pid)
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    assumeThat(target.rows(HOLDER))
                            .as("the pooler, which has just changed its mode, has not cleaned the session up")
                            .containsExactly(pid);
                    borrowed.set(tryToBorrow(pooler, pid));
                    return borrowed.get() != null;
                });
        return borrowed.get();
    }

    private static Connection tryToBorrow(Pooler pooler, String pid) throws SQLException {
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < MANY / 4; i++) {
                Connection next = pooler.database().connect();
                next.setAutoCommit(false);
                try (Statement statement = next.createStatement();
                        ResultSet session = statement.executeQuery("SELECT pg_backend_pid()")) {
                    session.next();
                    if (session.getString(1).equals(pid)) {
                        return next;
                    }
                }
                others.add(next);
            }
            return null;
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    /** Says something in a session that may have been ended: one that is silent is taken for that of a copy that is gone. */
    private static void speak(Connection session) {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).matches("57P01|08.*");
        }
    }

    @Test
    void poolerThatRefusesReplicationIsTold() throws Exception {
        // given
        try (Pooler pooler = Pooler.start(folder, source, "session", MANY);
                RunningJob job = launch(Capture.PGOUTPUT, pooler)) {
            // when, then
            if (pooler.passesReplication()) {
                job.awaitInStep();
                assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            } else {
                assertThat(job.awaitRefusal()).contains("replication", "pooler", "source.host");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void tooFewSessionsAreTold(String role) throws Exception {
        try (Pooler pooler = Pooler.start(folder, end(role), "session", 2);
                RunningJob job = launch(Capture.PGOUTPUT, pooler)) {
            assertThat(job.awaitRefusal()).contains(role + " 127.0.0.1:", "pooler", "session");
        }
    }
}
