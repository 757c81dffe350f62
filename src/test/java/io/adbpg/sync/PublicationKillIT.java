package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A job that is killed while it alters its publication knows its own alteration from that of others, whether it was committed or not. */
class PublicationKillIT {
    private static final String WAITS =
            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'adbpg-sync%' AND wait_event_type = 'Lock'"
                    + " AND datname = current_database()";
    private static final String GATE = "SELECT pg_advisory_lock(24)";

    /** The source can't commit an altered publication before the gate is open. */
    private static final String COMMITS_WAIT =
            """
            CREATE SCHEMA gate;
            CREATE TABLE gate.alterations (at timestamptz);
            CREATE FUNCTION gate.note() RETURNS event_trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO gate.alterations VALUES (now()); END';
            CREATE FUNCTION gate.wait() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_xact_lock(24); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON gate.alterations DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE PROCEDURE gate.wait();
            CREATE EVENT TRIGGER note ON ddl_command_end WHEN TAG IN ('ALTER PUBLICATION')
                EXECUTE PROCEDURE gate.note()
            """;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private JobProcess job;

    @ParameterizedTest
    @PublishedCaptures
    void onlyTablesThatOthersTookOutAreLoadedAgain(Capture capture, @TempDir Path folder) throws Exception {
        // given
        for (TestDatabase database : new TestDatabase[] {source, target}) {
            database.run("CREATE SCHEMA app; CREATE TABLE app.kept (id int PRIMARY KEY);"
                    + " CREATE TABLE app.gone (id int PRIMARY KEY)");
        }
        source.run(COMMITS_WAIT);
        change(1);
        Map<String, String> settings = Map.of("source.capture", capture.word(), "sync.initial-load", "copy");
        String tables = MixedTraffic.route("app", "kept") + MixedTraffic.route("app", "gone");
        try (JobProcess started = JobProcess.in(folder, tables, source, target, settings)) {
            job = started;
            job.start();
            awaitEqual();
            job.awaitInStep();
            job.kill();
            String loaded = loaded("kept");
            String loadedBefore = loaded("gone");

            // when
            takeOut(2);
            killBeforeItRemembers();
            killBeforeTheSourceCommits();
            killAndLetTheSourceCommit();
            String published = "SELECT count(*) FROM pg_publication_tables WHERE pubname = '" + job.slot() + "'";
            assertThat(source.value(published)).isEqualTo("2");
            change(3);
            job.start();
            job.awaitInStep();
            awaitEqual();
            job.kill();

            // then
            assertThat(loaded("kept")).isEqualTo(loaded);
            String loadedAgain = loaded("gone");
            assertThat(loadedAgain).isNotEqualTo(loadedBefore);

            // when
            change(4);
            job.start();
            job.awaitInStep();
            awaitEqual();

            // then
            assertThat(loaded("gone")).isEqualTo(loadedAgain);
        }
    }

    private void change(int id) {
        source.run("INSERT INTO app.kept VALUES (" + id + "); INSERT INTO app.gone VALUES (" + id + ")");
    }

    /** As an operator does, whose commit nothing holds up. */
    private void takeOut(int id) {
        source.run("ALTER PUBLICATION " + job.slot() + " DROP TABLE app.gone");
        change(id);
    }

    private void killBeforeItRemembers() throws Exception {
        try (Connection locker = target.connect();
                Statement statement = locker.createStatement()) {
            locker.setAutoCommit(false);
            statement.execute("LOCK TABLE adbpg_sync.publication_" + job.name() + " IN EXCLUSIVE MODE");
            startAndKill(target);
            endBackends(target);
        }
    }

    private void killBeforeTheSourceCommits() throws Exception {
        try (Connection gate = shutGate()) {
            startAndKill(source);
            endBackends(source);
            assertThat(gate.isClosed()).isFalse();
        }
    }

    private void killAndLetTheSourceCommit() throws Exception {
        try (Connection gate = shutGate()) {
            startAndKill(source);
            assertThat(gate.isClosed()).isFalse();
        }
        awaitNone("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'adbpg-sync%'"
                + " AND datname = current_database() AND state <> 'idle'");
    }

    private Connection shutGate() throws SQLException {
        Connection gate = source.connect();
        try (Statement statement = gate.createStatement()) {
            statement.execute(GATE);
        }
        return gate;
    }

    private void startAndKill(TestDatabase waiting) throws Exception {
        job.start();
        job.awaitThat("it waits for a lock on the " + waiting.role(), () -> !waiting.rows(WAITS)
                .isEmpty());
        job.kill();
    }

    private void endBackends(TestDatabase database) {
        database.run("SELECT pg_terminate_backend(pid) FROM (" + WAITS + ") AS waiting");
    }

    private void awaitNone(String query) {
        await().atMost(Duration.ofSeconds(60)).until(() -> source.rows(query).isEmpty());
    }

    private void awaitEqual() {
        for (String table : new String[] {"kept", "gone"}) {
            String rows = "SELECT id FROM app." + table + " ORDER BY id";
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(target.rows(rows)).isEqualTo(source.rows(rows)));
        }
    }

    private String loaded(String table) {
        return target.value("SELECT lsn FROM " + job.tablesTable() + " WHERE source_table = 'app." + table + "'");
    }
}
