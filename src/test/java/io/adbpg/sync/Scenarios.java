package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every folder of {@code src/test/resources/scenarios}: creates the tables with {@code source.sql} and
 * {@code target.sql}, starts a job with {@code tables.camel.yaml} and, if there is one, {@code settings.properties}, and runs
 * {@code changes.sql}: transactions, separated by lines {@code -- next transaction}. A line {@code \ir file} includes the
 * file, as in psql.
 *
 * <p>Then the queries of {@code expected.sql} must return the same rows: the first one on the source and the second one on the
 * target, and so on. If there is a {@code refusal.txt}, the job must refuse with its message instead; with Debezium,
 * {@code refusal-debezium.txt} takes precedence. Each capture runs the scenario, unless {@code only-pgoutput.txt} says why not.
 *
 * <p>A folder without {@code target.sql} is about values: the target gets everything that {@code source.sql} creates, rows
 * included, in schema {@code ods} instead of {@code app}. In the end each table must have the same rows on both ends, with
 * the same text for each value.
 *
 * <p>Then the job itself compares both ends once: it must find all tables equal, or report what {@code verified.txt} says.
 *
 * <p>A scenario that makes no sense with a load says why in {@code stream-only.txt}. One that needs a newer server says so in
 * {@code source-from.txt} or {@code target-from.txt}: the first version that will do, and why.
 *
 * <p>{@code -Dscenario=key} runs only the folders whose names start with {@code key}.
 */
abstract class Scenarios {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\\\ir (.+)$");

    /** The major version, such as 9 for 9.6 and 16 for 16.11. */
    int sourceVersion() {
        return TestServers.VERSION;
    }

    /** The major version, such as 9 for 9.6 and 16 for 16.11. */
    int targetVersion() {
        return TestServers.VERSION;
    }

    TestDatabase newSource() {
        return TestServers.newSource();
    }

    TestDatabase newTarget() {
        return TestServers.newTarget();
    }

    static Stream<Arguments> scenarios() throws IOException {
        return runs(false);
    }

    static Stream<Arguments> steps() throws IOException {
        return scenarios();
    }

    /** Runs with one capture only, since a load does not depend on it. */
    static Stream<String> loads() throws IOException {
        return scenarios()
                .filter(run -> run.get()[1] == Capture.PGOUTPUT)
                .map(run -> (String) run.get()[0])
                .filter(scenario -> !has(scenario, "stream-only.txt"));
    }

    static Stream<Arguments> refusals() throws IOException {
        return runs(true);
    }

    private static Stream<Arguments> runs(boolean refused) throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders
                    .filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(System.getProperty("scenario", "")))
                    .sorted()
                    .flatMap(scenario -> captures(scenario)
                            .filter(capture -> refused == (refusal(scenario, capture) != null))
                            .map(capture -> arguments(scenario, capture)))
                    .toList()
                    .stream();
        }
    }

    private static Stream<Capture> captures(String scenario) {
        boolean onlyPgOutput = has(scenario, "only-pgoutput.txt");
        return Arrays.stream(Capture.values()).filter(capture -> !onlyPgOutput || capture == Capture.PGOUTPUT);
    }

    /** The file with the message of the expected refusal; null if the job must not refuse. */
    private static String refusal(String scenario, Capture capture) {
        return Stream.of("refusal.txt", "refusal-" + capture.word() + ".txt")
                .filter(file -> has(scenario, file))
                .findFirst()
                .orElse(null);
    }

    /** All changes in one transaction, so that they are folded. */
    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("scenarios")
    void arrivesFolded(String scenario, Capture capture) throws Exception {
        run(scenario, capture, List.of(read(scenario, "changes.sql")), Map.of());
    }

    /** Each transaction after the last one has arrived, with each change as a piece of its own. */
    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("steps")
    void arrivesOneByOne(String scenario, Capture capture) throws Exception {
        List<String> transactions = List.of(read(scenario, "changes.sql").split("-- next transaction"));
        run(scenario, capture, transactions, Map.of("sync.batch-max-rows", "1"));
    }

    /** All transactions before the job starts, so that the target is loaded. */
    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("loads")
    void arrivesByLoad(String scenario) throws Exception {
        // given
        assumeNewEnough(scenario);
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        Map<String, String> settings = settings(scenario, Capture.PGOUTPUT);
        settings.put("sync.initial-load", "copy");
        settings.put("sync.existing-data", isTwin(scenario) ? "truncate" : "keep");

        try {
            makeTables(scenario, source, target);
            source.transaction(read(scenario, "changes.sql"));

            // when
            try (RunningJob job = RunningJob.start(tables(scenario), source, target, settings)) {
                job.awaitUndisturbed();
            }

            // then
            assertEqual(scenario, source, target);
        } finally {
            source.drop();
            target.drop();
        }
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("refusals")
    void isRefused(String scenario, Capture capture) throws Exception {
        // given
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        source.run(read(scenario, "source.sql"));
        target.run(targetSql(scenario));

        // when
        String reason;
        try (RunningJob job = RunningJob.launch(tables(scenario), source, target, settings(scenario, capture))) {
            // A refusal that only one capture makes comes at once.
            if (has(scenario, "refusal.txt") && has(scenario, "changes.sql")) {
                job.awaitState(JobState.SYNCING);
                source.transaction(read(scenario, "changes.sql"));
            }
            reason = job.awaitRefusal();
        } finally {
            source.drop();
            target.drop();
        }

        // then
        assertThat(reason).isEqualTo(read(scenario, refusal(scenario, capture)).strip());
    }

    private void run(String scenario, Capture capture, List<String> transactions, Map<String, String> more)
            throws Exception {
        // given
        assumeNewEnough(scenario);
        TestDatabase source = newSource();
        TestDatabase target = newTarget();
        Map<String, String> settings = settings(scenario, capture);
        settings.putAll(more);

        try {
            makeTables(scenario, source, target);

            // when
            try (RunningJob job = RunningJob.start(tables(scenario), source, target, settings)) {
                for (String transaction : transactions) {
                    source.transaction(transaction);
                    job.awaitUndisturbed();
                }
                if (capture == Capture.PGOUTPUT && more.isEmpty()) {
                    assertVerified(scenario, job.verify("", false));
                }
            }

            // then
            assertEqual(scenario, source, target);
        } finally {
            source.drop();
            target.drop();
        }
    }

    private static void assertVerified(String scenario, List<String> lines) {
        if (has(scenario, "verified.txt")) {
            assertThat(lines).isEqualTo(read(scenario, "verified.txt").lines().toList());
        } else {
            assertThat(lines).isNotEmpty().allMatch(line -> line.endsWith(" rows, equal"));
        }
    }

    private static void makeTables(String scenario, TestDatabase source, TestDatabase target) {
        source.run(read(scenario, "source.sql"));
        target.run(targetSql(scenario));
    }

    private void assumeNewEnough(String scenario) {
        assumeNewEnough(scenario, "source-from.txt", sourceVersion());
        assumeNewEnough(scenario, "target-from.txt", targetVersion());
    }

    private static void assumeNewEnough(String scenario, String file, int version) {
        if (has(scenario, file)) {
            String since = read(scenario, file).strip();
            assumeThat(version)
                    .as(since)
                    .isGreaterThanOrEqualTo(
                            Integer.parseInt(since.lines().findFirst().orElseThrow()));
        }
    }

    private static boolean isTwin(String scenario) {
        return !has(scenario, "target.sql");
    }

    private static String targetSql(String scenario) {
        return isTwin(scenario)
                ? read(scenario, "source.sql").replaceAll("\\bapp\\b", "ods")
                : read(scenario, "target.sql");
    }

    private static void assertEqual(String scenario, TestDatabase source, TestDatabase target) {
        if (isTwin(scenario)) {
            assertTwins(source, target);
        } else {
            assertExpected(scenario, source, target);
        }
    }

    private static void assertTwins(TestDatabase source, TestDatabase target) {
        List<String> tables = source.rows("SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p')"
                + " AND relnamespace = 'app'::regnamespace");
        assertThat(tables).isNotEmpty();
        for (String table : tables) {
            String rows = "SELECT CAST(t AS text) FROM %s." + table + " AS t ORDER BY 1";
            List<String> expected = source.rows(rows.formatted("app"));
            assertThat(expected).as(table + " without rows").isNotEmpty();
            assertThat(target.rows(rows.formatted("ods"))).as(table).isEqualTo(expected);
        }
    }

    private static void assertExpected(String scenario, TestDatabase source, TestDatabase target) {
        String[] queries = read(scenario, "expected.sql").strip().split(";", 0);
        for (int i = 0; i < queries.length; i += 2) {
            List<String> expected = source.rows(queries[i]);
            assertThat(expected).as("a query that can fail").isNotEmpty();
            assertThat(target.rows(queries[i + 1])).isEqualTo(expected);
        }
    }

    private static String tables(String scenario) {
        String file = "tables.camel.yaml";
        return SCENARIOS
                .resolve(has(scenario, file) ? scenario + "/" + file : "app-to-ods.camel.yaml")
                .toString();
    }

    private static Map<String, String> settings(String scenario, Capture capture) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.capture", capture.word());
        if (has(scenario, "settings.properties")) {
            Properties properties = new Properties();
            properties.load(new StringReader(read(scenario, "settings.properties")));
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        }
        return settings;
    }

    static boolean has(String scenario, String file) {
        return Files.exists(SCENARIOS.resolve(scenario).resolve(file));
    }

    private static String read(String scenario, String file) {
        try {
            return INCLUDE.matcher(Files.readString(SCENARIOS.resolve(scenario).resolve(file)))
                    .replaceAll(include -> Matcher.quoteReplacement(read(scenario, include.group(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
