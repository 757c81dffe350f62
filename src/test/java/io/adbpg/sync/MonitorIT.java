package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The documented metrics exist, and move as they should. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class MonitorIT {
    private static final Path DOCUMENTS = Path.of("src/docs/monitoring");
    private static final Pattern METER = Pattern.compile("adbpg_sync_[a-z_]+");

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run("CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items VALUES (1), (2), (3)");
        target.run("CREATE TABLE items (id int PRIMARY KEY)");
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start() throws Exception {
        return start(Map.of());
    }

    private RunningJob start(Map<String, String> more) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
        Map<String, String> settings = new HashMap<>(more);
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        settings.put("sync.health-max-delay-seconds", "1");
        return RunningJob.start(tables.toString(), source, target, settings);
    }

    private static String scrape(RunningJob job) {
        return ((PrometheusMeterRegistry) job.context()
                        .getRegistry()
                        .lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class))
                .scrape();
    }

    /** The value of a metric, named with its labels as they are printed. */
    private static double value(RunningJob job, String meter) {
        return scrape(job)
                .lines()
                .filter(line -> line.startsWith(meter + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(meter + " is not there:\n" + scrape(job)));
    }

    private static void awaitValue(RunningJob job, String meter, DoublePredicate wanted) {
        await().alias(meter).atMost(Duration.ofSeconds(60)).until(() -> wanted.test(value(job, meter)));
    }

    private static void awaitHealth(RunningJob job, String check, HealthCheck.State state, String message) {
        HealthCheck health = HealthCheckRegistry.get(job.context())
                .getCheck(check)
                .orElseThrow(() -> new AssertionError("there is no check " + check));
        await().alias("check " + check + " is " + state)
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    HealthCheck.Result result = health.call();
                    assertThat(result.getState()).isEqualTo(state);
                    assertThat(String.valueOf(result.getMessage())).contains(message);
                });
    }

    private static Set<String> meters(String file) throws IOException {
        return METER.matcher(Files.readString(DOCUMENTS.resolve(file)))
                .results()
                .map(result -> result.group().replaceFirst("_(sum|count|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void metersThatTheDocumentsNameAreThereAndMove() throws Exception {
        try (RunningJob job = start()) {
            // when
            source.run("INSERT INTO items VALUES (4), (5); DELETE FROM items WHERE id = 1");
            job.awaitInStep();
            awaitValue(job, "adbpg_sync_slot_active", value -> value == 1);

            // then
            Set<String> documented = meters("monitoring.md");
            for (String meter : documented) {
                assertThat(scrape(job)).as(meter).contains("\n" + meter);
            }
            Matcher all = METER.matcher(scrape(job));
            while (all.find()) {
                assertThat(documented).contains(all.group().replaceFirst("_(sum|count|max)$", ""));
            }
            for (String meter : documented) {
                assertThat(scrape(job)).as("what says HELP of " + meter).containsPattern("# HELP " + meter + " \\S");
            }
            assertThat(documented).containsAll(meters("alerts.yaml")).containsAll(meters("grafana-dashboard.json"));
            String changes = "adbpg_sync_changes_total{operation=\"%s\",table=\"public.items\"}";
            assertThat(value(job, changes.formatted("insert"))).isEqualTo(2);
            assertThat(value(job, changes.formatted("delete"))).isEqualTo(1);
            assertThat(value(job, "adbpg_sync_source_changes_total")).isEqualTo(3);
            assertThat(value(job, "adbpg_sync_load_rows{table=\"public.items\"}"))
                    .isEqualTo(3);
            assertThat(value(job, "adbpg_sync_state{state=\"syncing\"}")).isEqualTo(1);
            assertThat(value(job, "adbpg_sync_state{state=\"waiting\"}")).isZero();
            assertThat(value(job, "adbpg_sync_tables{state=\"syncing\"}")).isEqualTo(1);
            assertThat(value(job, "adbpg_sync_slot_held_bytes")).isPositive();
        }
    }

    @Test
    void delayGrowsWhileTheTargetTakesNothingAndThenFalls() throws Exception {
        try (RunningJob job = start();
                Connection lock = target.connect();
                Statement statement = lock.createStatement()) {
            job.awaitInStep();
            awaitValue(job, "adbpg_sync_behind_seconds", value -> value == 0);

            // when
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
            source.run("INSERT INTO items VALUES (4)");

            // then
            awaitValue(job, "adbpg_sync_behind_seconds", value -> value > 2);
            awaitHealth(job, "delay", HealthCheck.State.DOWN, "more than sync.health-max-delay-seconds=1");

            // when
            lock.commit();

            // then
            awaitValue(job, "adbpg_sync_behind_seconds", value -> value == 0);
            awaitHealth(job, "delay", HealthCheck.State.UP, "");

            // when
            job.context().getRouteController().suspendRoute(job.captureRoute());
            source.run("INSERT INTO items VALUES (5)");

            // then
            awaitValue(job, "adbpg_sync_behind_seconds", value -> value > 2);
            assertThat(value(job, "adbpg_sync_state{state=\"paused\"}")).isEqualTo(1);
            awaitValue(job, "adbpg_sync_slot_active", value -> value == 0);

            // when
            job.context().getRouteController().resumeRoute(job.captureRoute());

            // then
            awaitValue(job, "adbpg_sync_behind_seconds", value -> value == 0);
        }
    }

    /** From the start of a job that is behind, at every look. */
    @Test
    void delayIsNeverLessThanTheAgeOfTheOldestMissingChange() throws Exception {
        // given
        Map<String, String> sameJob = Map.of("sync.job", RunningJob.newName());
        try (RunningJob job = start(sameJob)) {
            source.run("INSERT INTO items VALUES (4)");
            job.awaitInStep();
        }
        source.run("INSERT INTO items VALUES (5)");
        Instant missing = Instant.parse(source.value("SELECT to_json(clock_timestamp())#>>'{}'"));
        await().alias("a backlog that is not of this moment").until(() -> age(missing) > 3000);

        try (Connection lock = target.connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE items IN SHARE MODE");

            // when
            try (RunningJob job = start(sameJob)) {
                assertThat(value(job, "adbpg_sync_applied_changes_total"))
                        .as("what was applied before the start")
                        .isEqualTo(1);
                int looks = 0;
                for (int id = 6; looks < 50; id++) {
                    long age = age(missing);
                    OptionalLong delay = job.job().delayMillis();
                    // then
                    if (delay.isPresent()) {
                        assertThat(delay.getAsLong()).as("look %d", looks).isGreaterThanOrEqualTo(age);
                        looks++;
                    }
                    source.run("INSERT INTO items VALUES (" + id + ")");
                }
                lock.commit();
                awaitValue(job, "adbpg_sync_behind_seconds", value -> value == 0);
            }
        }
    }

    /** The source takes its time until it has decoded a large transaction, and says nothing meanwhile. */
    @Test
    void delayIsNoLessWhileTheSourceIsStillDecodingWhatIsMissing() throws Exception {
        // given
        Map<String, String> sameJob = Map.of("sync.job", RunningJob.newName());
        try (RunningJob job = start(sameJob)) {
            source.run("INSERT INTO items VALUES (4)");
            job.awaitInStep();
        }
        source.run("INSERT INTO items SELECT generate_series(1000, 200000)");
        Instant missing = Instant.parse(source.value("SELECT to_json(clock_timestamp())#>>'{}'"));
        await().alias("a backlog that is not of this moment").until(() -> age(missing) > 5000);

        try (Connection lock = target.connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE items IN SHARE MODE");

            // when
            try (RunningJob job = start(sameJob)) {
                String waits = "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'items'::regclass AND NOT granted";
                int looks = 0;
                while (!target.value(waits).equals("t")) {
                    long age = age(missing);
                    OptionalLong delay = job.job().delayMillis();
                    // then
                    if (delay.isPresent()) {
                        assertThat(delay.getAsLong()).as("look %d", looks).isGreaterThanOrEqualTo(age);
                        looks++;
                    }
                }
                assertThat(looks).isPositive();
                lock.commit();
                job.awaitInStep();
                awaitValue(job, "adbpg_sync_behind_seconds", value -> value == 0);
            }
        }
    }

    private static long age(Instant since) {
        return Duration.between(since, Instant.now()).toMillis();
    }

    @Test
    void targetThatTakesNoWritesIsUnhealthy() throws Exception {
        try (RestartableServer server = RestartableServer.startPlain()) {
            // given
            TestDatabase other = server.database("target");
            Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
            other.run("CREATE TABLE items (id int PRIMARY KEY)");
            try (RunningJob job =
                    RunningJob.start(tables.toString(), source, other, Map.of("source.capture", capture.word()))) {
                awaitHealth(job, "target", HealthCheck.State.UP, "");

                // when
                other.run("ALTER SYSTEM SET default_transaction_read_only = on");
                server.reload();

                // then
                awaitHealth(job, "target", HealthCheck.State.DOWN, "default_transaction_read_only is on");

                // when
                other.run("ALTER SYSTEM RESET default_transaction_read_only");
                server.reload();

                // then
                awaitHealth(job, "target", HealthCheck.State.UP, "");
            }
        }
    }

    @Test
    void consoleOfCamelShowsTheStatus() throws Exception {
        try (RunningJob job = start()) {
            // when
            DevConsoleRegistry consoles = DevConsoleRegistry.get(job.context());
            consoles.loadDevConsoles();
            DevConsole console = consoles.getConsole("job").orElseThrow();

            // then
            assertThat((JsonObject) console.call(DevConsole.MediaType.JSON))
                    .containsEntry("state", "syncing")
                    .containsKeys("source", "target", "tables", "errors");
            assertThat((String) console.call(DevConsole.MediaType.TEXT))
                    .containsPattern("(?m)^state +syncing since ")
                    .contains("TABLE");
        }
    }

    @Test
    void alertRulesAndDashboardCanBeRead() throws Exception {
        Object rules = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DOCUMENTS.resolve("alerts.yaml")));
        JsonObject dashboard =
                (JsonObject) Jsoner.deserialize(Files.readString(DOCUMENTS.resolve("grafana-dashboard.json")));

        assertThat(rules).asString().contains("AdbpgSyncNotSyncing");
        assertThat((JsonArray) dashboard.get("panels")).hasSizeGreaterThan(10);
    }
}
