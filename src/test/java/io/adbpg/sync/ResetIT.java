package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that lost its slot starts over, while readers of the target always see rows. */
class ResetIT {
    private static final String ROWS = "SELECT id, name FROM items ORDER BY id";

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;
    private Program program;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE TABLE items (id int PRIMARY KEY, name text);"
                + " INSERT INTO items SELECT n, 'item ' || n FROM generate_series(1, 1000) AS n");
        target.run("CREATE TABLE items (id int PRIMARY KEY, name text)");
        program = new Program(folder);
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private JobProcess job() throws Exception {
        return JobProcess.in(
                folder,
                MixedTraffic.route("items"),
                source,
                target,
                Map.of("source.capture", "pgoutput", "sync.initial-load", "copy"));
    }

    @Test
    void tablesAreLoadedAgainAfterTheSlotWasLost() throws Exception {
        // given
        try (JobProcess job = job()) {
            job.start();
            job.awaitThat("the table is loaded", () -> target.rows(ROWS).size() == 1000);
            job.awaitInStep();

            // when
            Program.Result whileItRuns = program.run(List.of("reset", "--yes"));

            // then
            assertThat(whileItRuns.exitStatus()).isEqualTo(1);
            assertThat(whileItRuns.err()).contains("job " + job.name() + " runs: process ", "stop the job first");

            // given
            job.kill();
            job.awaitSlotUnused();
            source.run("SELECT pg_drop_replication_slot('" + job.slot() + "')");
            source.run("DELETE FROM items WHERE id <= 500; UPDATE items SET name = 'other' WHERE id = 600;"
                    + " INSERT INTO items VALUES (2000, 'new')");

            // when
            Program.Result refused = program.run(List.of());
            Program.Result told = program.run(List.of("reset", "--reload"));

            // then
            assertThat(refused.exitStatus()).isEqualTo(1);
            assertThat(refused.err()).contains("changes are missing", "reset --reload --yes");
            assertThat(told.exitStatus()).isEqualTo(1);
            assertThat(told.out())
                    .contains("target: drop table " + job.positionTable(), "nothing was done: run it with --yes");
            assertThat(job.knowsPosition()).isTrue();

            // when
            TargetReader reader = new TargetReader(
                    target, "SELECT CASE WHEN EXISTS (SELECT 1 FROM items) THEN 'rows' ELSE 'nothing' END");
            Program.Result done = program.run(List.of("reset", "--reload", "--yes"));
            job.start();
            job.awaitThat("the rows are the same", () -> target.rows(ROWS).equals(source.rows(ROWS)));
            job.awaitInStep();
            source.run("INSERT INTO items VALUES (2001, 'newer')");
            job.awaitInStep();

            // then
            assertThat(done.exitStatus()).as(done.err()).isZero();
            assertThat(done.out()).contains("its next start loads all tables again");
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            assertThat(reader.stop()).containsExactly("rows");
        }
    }

    @Test
    void nothingIsLeftOfAJobThatIsGivenUpButItsRows() throws Exception {
        // given
        try (JobProcess job = job()) {
            job.start();
            job.awaitThat("the table is loaded", () -> target.rows(ROWS).size() == 1000);
            job.awaitInStep();
            job.kill();
            job.awaitSlotUnused();

            // when
            Program.Result done = program.run(List.of("reset", "--yes"));

            // then
            assertThat(done.exitStatus()).as(done.err()).isZero();
            assertThat(source.rows("SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + job.slot() + "'"))
                    .isEmpty();
            assertThat(source.rows("SELECT 1 FROM pg_publication")).isEmpty();
            assertThat(target.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'adbpg_sync'"))
                    .isEmpty();
            assertThat(target.rows(ROWS)).hasSize(1000);
        }
    }

    @Test
    void jobThatLoadsItsTablesIsLeftAlone() throws Exception {
        // given
        try (JobProcess job = job();
                Connection lock = target.connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            // The lock lets rows be read, as the job does at its start, but not written.
            statement.execute("LOCK TABLE items IN SHARE MODE");
            job.start();
            String loads = "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + job.slot() + "_load'";
            job.awaitThat("the job loads", () -> !source.rows(loads).isEmpty());

            // when
            Program.Result result = program.run(List.of("reset", "--reload", "--yes"));

            // then
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.err()).contains("job " + job.name() + " runs: process ", "stop the job first");
            lock.rollback();
            job.awaitThat("the table is loaded", () -> target.rows(ROWS).size() == 1000);
        }
    }
}
