package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.support.Cluster;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import io.adbpg.sync.support.Writer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every folder of {@code src/test/resources/schema-changes}: a job in step gets the changes of {@code changes.sql},
 * ALTER TABLE among them. If there is a {@code waiting.txt}, the job must wait with that message until {@code alter.sql}, which
 * the message asks for, is run on the target. In the end the queries of {@code expected.sql} must return the same rows, as in a
 * scenario.
 */
class SchemaChangeIT {
    private static final Path FOLDER = Path.of("src/test/resources/schema-changes");

    private final long seed = System.nanoTime();
    private TestDatabase source;
    private TestDatabase target;

    static Stream<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(System.getProperty("scenario", "")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<Arguments> runs() throws IOException {
        return names().flatMap(name ->
                Stream.of(Capture.DEBEZIUM, Capture.PGOUTPUT).map(capture -> Arguments.arguments(name, capture)));
    }

    @BeforeEach
    void makeDatabases() {
        System.out.println("SchemaChangeIT runs with seed " + seed);
        source = TestServers.newSource();
        target = TestServers.newTarget();
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("runs")
    void isNoticedByTheRunningJob(String name, Capture capture) throws Exception {
        // given
        prepare(name);

        try (RunningJob job = RunningJob.start(tables(name), source, target, settings(name, capture))) {
            // when
            for (String transaction : transactions(name)) {
                source.transaction(transaction);
            }
            alterTarget(name, job);

            // then
            awaitEqual(name, job);
        }
    }

    /** The stream still has changes from before the table was altered, while the catalogue has only the new shape. */
    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("names")
    void isNoticedByTheNextStart(String name) throws Exception {
        // given
        prepare(name);
        Map<String, String> settings = settings(name, Capture.PGOUTPUT);
        settings.put("sync.job", RunningJob.newName());
        try (RunningJob job = RunningJob.start(tables(name), source, target, settings)) {
            job.awaitUndisturbed();
        }

        // when
        for (String transaction : transactions(name)) {
            source.transaction(transaction);
        }
        try (RunningJob job = RunningJob.launch(tables(name), source, target, settings)) {
            alterTarget(name, job);

            // then
            awaitEqual(name, job);
        }
    }

    static Stream<Arguments> runsThatWait() throws IOException {
        return runs().filter(run -> has((String) run.get()[0], "waiting.txt"));
    }

    /** What the job would wait for, it does itself. */
    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("runsThatWait")
    void isFollowedByTheJobItself(String name, Capture capture) throws Exception {
        // given
        prepare(name);
        Map<String, String> settings = settings(name, capture);
        settings.put("sync.schema-changes", "follow");

        try (RunningJob job = RunningJob.start(tables(name), source, target, settings)) {
            // when
            for (String transaction : transactions(name)) {
                source.transaction(transaction);
            }

            // then
            awaitEqual(name, job);
            assertThat(job.job().status().errors()).isEmpty();
        }
    }

    /** The table's entry is edited while the job waits. */
    @ParameterizedTest
    @PublishedCaptures
    void columnThatTheEntryNamesIsRenamedThereToo(Capture capture, @TempDir Path folder) throws Exception {
        // given
        prepare("column-renamed");
        Path tables = folder.resolve("tables.camel.yaml");
        Files.writeString(tables, entry("id, status, amount"));
        Map<String, String> settings = settings("column-renamed", capture);
        settings.put("camel.main.routes-reload-enabled", "true");
        settings.put("camel.main.routes-reload-directory", folder.toString());
        settings.put("camel.main.routes-reload-pattern", "*.yaml");

        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings)) {
            // when
            for (String transaction : transactions("column-renamed")) {
                source.transaction(transaction);
            }
            job.awaitState(JobState.WAITING);
            assertThat(job.job().status().view().reason())
                    .endsWith("column status of source table public.orders is called Order State now: write"
                            + " \"Order State\" AS status");
            Files.writeString(tables, entry("id, \\\"Order State\\\" AS status, amount"));

            // then
            job.awaitSameRows(
                    "SELECT id, \"Order State\", amount FROM orders ORDER BY id",
                    "SELECT id, status, amount FROM orders_copy ORDER BY id");
        }
    }

    /** Each time with rows of both shapes in the stream, often altered several times before the job looks. */
    @ParameterizedTest
    @PublishedCaptures
    void columnsComeAndGoUnderLoad(Capture capture) throws Exception {
        // given
        prepare("columns-added-by-the-job");
        Random random = new Random(seed);
        Random values = new Random(seed);
        List<String> columns = new ArrayList<>(List.of("id", "status", "amount"));

        try (RunningJob job = RunningJob.start(
                tables("columns-added-by-the-job"), source, target, settings("columns-added-by-the-job", capture))) {
            // when
            Writer traffic = new Writer(source, new Random(seed), () -> true, (connection, statement) -> {
                int id = values.nextInt(200);
                statement.execute("DELETE FROM orders WHERE id = " + (id + 1) + ";"
                        + "INSERT INTO orders (id, amount) VALUES (" + (id + 1) + ", 0);"
                        + "UPDATE orders SET amount = amount + 1 WHERE id BETWEEN " + id + " AND " + (id + 20));
            });
            for (int i = 0; i < 12; i++) {
                alter(columns, i, random);
                if (random.nextBoolean()) {
                    job.awaitInStep();
                }
            }
            traffic.stop();
            // An ALTER TABLE after the last change is noticed at the next change.
            source.run("UPDATE orders SET amount = 0 WHERE id = 1");
            job.awaitInStep();

            // then
            String rows = "SELECT " + String.join(", ", columns) + " FROM %s ORDER BY id";
            job.awaitSameRows(rows.formatted("orders"), rows.formatted("orders_copy"));
        }
    }

    private void alter(List<String> columns, int n, Random random) {
        String name = "c" + n;
        String type = List.of(
                        "int DEFAULT " + n, "text", "text DEFAULT md5(random()::text)", "date DEFAULT '2030-01-31'")
                .get(random.nextInt(4));
        source.run("ALTER TABLE orders ADD COLUMN " + name + " " + type);
        columns.add(name);
        if (columns.size() > 6) {
            source.run("ALTER TABLE orders DROP COLUMN " + columns.remove(3 + random.nextInt(3)));
        }
    }

    private static String entry(String columns) {
        return """
                - templatedRoute:
                    routeId: orders
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: public.orders }
                      - { name: target, value: public.orders_copy }
                      - { name: columns, value: "%s" }
                """
                .formatted(columns);
    }

    private void prepare(String name) throws IOException {
        if (Cluster.maintenance().isPresent() && has(name, "not-on-greenplum.txt")) {
            assumeThat(false).as(read(name, "not-on-greenplum.txt").strip()).isTrue();
        }
        source.run(read(name, "source.sql"));
        target.run(read(name, "target.sql"));
    }

    private static List<String> transactions(String name) throws IOException {
        return List.of(read(name, "changes.sql").split("-- next transaction"));
    }

    private void alterTarget(String name, RunningJob job) throws Exception {
        if (has(name, "waiting.txt")) {
            String reason = read(name, "waiting.txt").strip();
            assertThat(reason).contains(read(name, "alter.sql").strip());
            // This must be the first message: the stream's reader may fail at the altered catalogue before it.
            assertThat(job.awaitRefusal()).isEqualTo(reason);
            assertThat(job.job().status().errors())
                    .extracting(error -> error.message().toString())
                    .containsOnly(reason);
            assertThat(job.job().precheck().run().findings())
                    .as("what the precheck asks for")
                    .filteredOn(finding -> finding.check().equals("columns"))
                    .extracting(finding -> finding.fix().toString())
                    .containsExactly(read(name, "alter.sql").strip());
            target.run(read(name, "alter.sql"));
        }
    }

    private void awaitEqual(String name, RunningJob job) throws IOException {
        job.awaitInStep();
        await().alias("no table is loaded")
                .atMost(Duration.ofMinutes(1))
                .until(() -> job.job().status().tables().values().stream()
                        .allMatch(table -> table.state() == TableStatus.State.SYNCING));
        job.awaitUndisturbed();
        String[] queries = read(name, "expected.sql").strip().split(";", 0);
        List<String> expected = source.rows(queries[0]);
        assertThat(expected).as("a query that can fail").isNotEmpty();
        // A table that was dropped and created again is noticed after some seconds.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(target.rows(queries[1])).isEqualTo(expected));
    }

    private static String tables(String name) {
        return FOLDER.resolve(name).resolve("tables.camel.yaml").toString();
    }

    private static Map<String, String> settings(String name, Capture capture) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        if (has(name, "settings.properties")) {
            Properties properties = new Properties();
            properties.load(new StringReader(read(name, "settings.properties")));
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        }
        return settings;
    }

    private static boolean has(String name, String file) {
        return Files.exists(FOLDER.resolve(name).resolve(file));
    }

    private static String read(String name, String file) throws IOException {
        return Files.readString(FOLDER.resolve(name).resolve(file));
    }
}
