package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** The cases that take most memory, each with {@code -Xmx256m}. {@code mvn -Psoak verify} runs them and prints the usage. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class MemorySoak {
    private static final String ROWS = "CREATE TABLE rows (id int PRIMARY KEY, text text)";

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private String name;
    private JobProcess job;

    @BeforeEach
    void rememberName(TestInfo test) {
        name = test.getDisplayName();
    }

    @AfterEach
    void dropDatabases() {
        job.close();
        source.drop();
        target.drop();
    }

    @Test
    void transactionOfTwoMillionRows() throws Exception {
        // given
        source.run(ROWS);
        target.run(ROWS);
        start(MixedTraffic.route("rows"));
        job.awaitInStep();

        // when
        source.run("INSERT INTO rows SELECT n, repeat('x', 100) FROM generate_series(1, 2000000) AS n");
        job.awaitInStep();

        // then
        assertUndisturbedAndEqual("SELECT count(*), sum(id::bigint), sum(length(text)) FROM rows");
    }

    @Test
    void valuesOfFiftyMegabytes() throws Exception {
        // given
        source.run(ROWS + "; INSERT INTO rows SELECT n, repeat(n::text, 50000000) FROM generate_series(1, 4) AS n");
        target.run(ROWS);
        start(MixedTraffic.route("rows"));
        job.awaitInStep();

        // when
        source.run("INSERT INTO rows SELECT n, repeat(n::text, 50000000) FROM generate_series(5, 9) AS n;"
                + "UPDATE rows SET text = repeat('u', 50000000) WHERE id < 3; DELETE FROM rows WHERE id = 3");
        job.awaitInStep();

        // then
        assertUndisturbedAndEqual("SELECT id, md5(text) FROM rows ORDER BY id");
    }

    @Test
    void fiveHundredTables() throws Exception {
        // given
        String tables = IntStream.rangeClosed(1, 500)
                .mapToObj(n -> ROWS.replace("rows", "rows_" + n) + ";")
                .collect(Collectors.joining());
        String inserts = IntStream.rangeClosed(1, 500)
                .mapToObj(n -> "INSERT INTO rows_" + n + " SELECT n, repeat('x', 500) FROM generate_series(%s) AS n;")
                .collect(Collectors.joining());
        source.run(tables + inserts.replace("%s", "1, 100"));
        target.run(tables);
        start(IntStream.rangeClosed(1, 500)
                .mapToObj(n -> MixedTraffic.route("rows_" + n))
                .collect(Collectors.joining()));
        job.awaitInStep();

        // when
        source.run(inserts.replace("%s", "101, 500"));
        job.awaitInStep();

        // then
        assertUndisturbedAndEqual("SELECT "
                + IntStream.rangeClosed(1, 500)
                        .mapToObj(n -> "(SELECT count(*) FROM rows_" + n + ")")
                        .collect(Collectors.joining(" + ")));
    }

    @Test
    void backlogOfTwoGigabytesToASlowTarget() throws Exception {
        // given
        source.run(ROWS);
        target.run(ROWS
                + "; CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END';"
                + "CREATE TRIGGER slow AFTER INSERT ON rows FOR EACH STATEMENT EXECUTE FUNCTION slow()");
        start(MixedTraffic.route("rows"));
        job.awaitInStep();
        job.kill();

        // when
        for (int n = 0; n < 40; n++) {
            source.run("INSERT INTO rows SELECT " + n * 50000 + " + n, repeat('x', 1000)"
                    + " FROM generate_series(1, 50000) AS n");
        }
        job.start();
        job.awaitInStep();

        // then
        assertUndisturbedAndEqual("SELECT count(*), sum(id::bigint) FROM rows");
    }

    private void start(String routes) throws IOException {
        Map<String, String> settings = Map.of("source.capture", capture.word(), "sync.initial-load", "copy");
        job = JobProcess.in(folder, routes, source, target, settings, "-Xmx256m");
        job.start();
    }

    private void assertUndisturbedAndEqual(String query) throws IOException {
        System.out.println("MemorySoak: " + name + " by " + capture.word() + ": " + mostMemory());
        assertThat(target.rows(query)).isEqualTo(source.rows(query));
        assertThat(job.output()).doesNotContain("waiting");
    }

    /** The program's peak memory, as Linux counts it. */
    private String mostMemory() throws IOException {
        Path file = Path.of("/proc/" + job.pid() + "/status");
        if (!Files.exists(file)) {
            return "unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .collect(Collectors.joining());
    }
}
