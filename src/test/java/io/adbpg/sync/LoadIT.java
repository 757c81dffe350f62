package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.Cluster;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that tables have when they join a job are loaded, whatever happens meanwhile. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class LoadIT {
    private static final int KILLS = Integer.getInteger("kills", 8) / 4;
    private static final int MORE_TABLES = 14;

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeDatabases() {
        System.out.println("LoadIT runs with seed " + seed);
        source = TestServers.newSource();
        target = TestServers.newTarget();
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private static List<String> moreTables() {
        return IntStream.rangeClosed(1, MORE_TABLES).mapToObj(n -> "more_" + n).toList();
    }

    private static String createMoreTables() {
        return moreTables().stream()
                .map(table -> "CREATE TABLE " + table + " (id int PRIMARY KEY, text text);")
                .collect(Collectors.joining());
    }

    private static String fillMoreTables(int rows) {
        return moreTables().stream()
                .map(table -> "INSERT INTO " + table + " SELECT n, repeat('x', n % 100) FROM generate_series(1, " + rows
                        + ") AS n;")
                .collect(Collectors.joining());
    }

    private Path file(String tables) throws Exception {
        return Files.writeString(folder.resolve("tables.camel.yaml"), tables);
    }

    private static String routes(List<String> tables) {
        return tables.stream().map(MixedTraffic::route).collect(Collectors.joining());
    }

    private RunningJob start(String tables, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "source.capture", capture.word(),
                "sync.initial-load", "copy",
                "camel.main.routes-reload-enabled", "true",
                "camel.main.routes-reload-directory", folder.toString(),
                "camel.main.routes-reload-pattern", "*.yaml"));
        all.putAll(settings);
        return RunningJob.launch(file(tables).toString(), source, target, all);
    }

    private void awaitSyncing(RunningJob job, List<String> tables) {
        job.awaitState(JobState.SYNCING);
        await().alias("all tables are in step").atMost(Duration.ofMinutes(1)).until(() -> tables.stream()
                .allMatch(table -> state(job, table) == State.SYNCING));
    }

    private static State state(RunningJob job, String table) {
        var status = job.job().status().tables().get(new TableName("public", table));
        return status == null ? null : status.state();
    }

    private void assertEqual(List<String> queries) {
        for (String query : queries) {
            assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
        }
    }

    private static List<String> allRows(List<String> tables) {
        return tables.stream()
                .map(table -> "SELECT * FROM " + table + " ORDER BY id")
                .toList();
    }

    @Test
    void refusedRowIsToldLongBeforeItsTableHasBeenSent() throws Exception {
        // given
        source.run(
                "CREATE TABLE small (id int PRIMARY KEY); CREATE TABLE large (id int PRIMARY KEY, text text);"
                        + "INSERT INTO large SELECT n, repeat(n::text, 4000000 / length(n::text)) FROM generate_series(1, 60) n");
        target.run("CREATE TABLE small (id int PRIMARY KEY);"
                + "CREATE TABLE large (id int PRIMARY KEY CHECK (id > 1), text text)");

        try (FaultyLink link = new FaultyLink(target.port());
                RunningJob job = start(
                        routes(List.of("small", "large")), Map.of("target.port", Integer.toString(link.port())))) {
            // when
            awaitSyncing(job, List.of("small"));
            await().until(() -> state(job, "large") == State.WAITING);

            // then
            assertThat(job.job()
                            .status()
                            .tables()
                            .get(new TableName("public", "large"))
                            .reason())
                    .contains("table public.large: the target refuses row id=1: ");
            assertThat(link.passed()).isLessThan(160_000_000);
        }
    }

    @Test
    void smallTablesShareTransactions() throws Exception {
        // given
        List<String> tables =
                IntStream.rangeClosed(1, 32).mapToObj(n -> "small_" + n).toList();
        for (String table : tables) {
            source.run("CREATE TABLE " + table + " (id int PRIMARY KEY); INSERT INTO " + table + " VALUES (1), (2)");
            target.run("CREATE TABLE " + table + " (id int PRIMARY KEY)");
        }
        target.run("ALTER TABLE small_7 ADD CHECK (id < 2)");

        // when
        try (RunningJob job = start(routes(tables), Map.of("sync.initial-load-threads", "2"))) {
            List<String> accepted =
                    tables.stream().filter(table -> !table.equals("small_7")).toList();
            awaitSyncing(job, accepted);
            await().until(() -> state(job, "small_7") == State.WAITING);

            // then
            Map<TableName, TableStatus> all = job.job().status().tables();
            assertThat(all.get(new TableName("public", "small_7")).reason())
                    .contains("table public.small_7: the target refuses row id=2: ");
            assertEqual(allRows(accepted));
            String states = "adbpg_sync.tables_" + job.name();
            assertThat(target.rows("SELECT DISTINCT row_count FROM " + states)).containsExactly("2");
            String commits = accepted.stream()
                    .map(table -> "SELECT xmin FROM " + table)
                    .collect(Collectors.joining(" UNION ", "SELECT count(*) FROM (", ") AS x"));
            // Eight units of four tables; those of the unit with the refused row are loaded one by one. On a Greenplum
            // kernel each segment numbers its transactions itself.
            if (Cluster.maintenance().isEmpty()) {
                assertThat(target.value(commits)).isEqualTo("10");
            }
        }
    }

    @Test
    void rowsArriveWhileTheyChange() throws Exception {
        // given
        source.run(MixedTraffic.SOURCE_TABLES + createMoreTables() + fillMoreTables(5000));
        target.run(MixedTraffic.TARGET_TABLES + createMoreTables());
        MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> true);
        await().until(() -> traffic.transactions() > 30);

        // when
        try (RunningJob job =
                start(MixedTraffic.TABLE_ROUTES + routes(moreTables()), Map.of("sync.initial-load-threads", "3"))) {
            TargetReader reader = new TargetReader(
                    target, "SELECT CASE WHEN count(*) IN (0, 5000) THEN '' ELSE 'half a table' END FROM more_1");
            awaitSyncing(job, moreTables());
            int transactions = traffic.transactions();
            await().until(() -> traffic.transactions() > transactions + 10);
            traffic.stop();
            job.awaitInStep();

            // then
            assertThat(reader.stop()).containsOnly("");
            assertEqual(MixedTraffic.ALL_ROWS);
            assertEqual(allRows(moreTables()));
        }
    }

    @Test
    void killedLoadKeepsWhatIsDone() throws Exception {
        // given
        source.run(MixedTraffic.SOURCE_TABLES + createMoreTables() + fillMoreTables(20_000));
        target.run(MixedTraffic.TARGET_TABLES + createMoreTables());
        String tables = MixedTraffic.TABLE_ROUTES + routes(moreTables());
        try (JobProcess job = JobProcess.in(
                folder,
                tables,
                source,
                target,
                Map.of("source.capture", capture.word(), "sync.initial-load", "copy"))) {
            MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 4_000_000);
            await().until(() -> traffic.transactions() > 10);

            // when
            Map<Integer, Set<String>> doneAt = new HashMap<>();
            int done = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                int least = done + 1;
                job.start();
                job.awaitThat("another table is loaded", () -> loaded(job).size() >= least);
                job.kill();
                Set<String> tablesDone = loaded(job);
                doneAt.put(job.output().length(), tablesDone);
                done = tablesDone.size();
            }
            job.start();
            job.awaitThat("all tables are loaded", () -> loaded(job).size() == MORE_TABLES + 6);
            traffic.stop();
            job.awaitInStep();
            job.awaitThat("all tables are in step", () -> allSynced(job));

            // then
            assertEqual(MixedTraffic.ALL_ROWS);
            assertEqual(allRows(moreTables()));
            doneAt.forEach((length, tablesDone) -> assertThat(
                            job.output().substring(length).lines())
                    .as("no table that was loaded before the job was killed is loaded again")
                    .noneMatch(line ->
                            tablesDone.stream().anyMatch(table -> line.contains("table " + table + ": loaded"))));
        }
    }

    /** The tables that are loaded, as the job names them. */
    private Set<String> loaded(JobProcess job) {
        if (target.value("SELECT to_regclass('" + job.tablesTable() + "') IS NULL")
                .equals("t")) {
            return Set.of();
        }
        return Set.copyOf(target.rows("SELECT source_table FROM " + job.tablesTable() + " WHERE phase <> 'BEGUN'"));
    }

    private boolean allSynced(JobProcess job) {
        return target.value("SELECT bool_and(phase = 'SYNCED') FROM " + job.tablesTable())
                .equals("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"truncate | 1 a,2 b", "keep | 1 a,2 b,3 of its own"})
    void existingRowsAreTreatedAsTheSettingSays(String setting, String rows) throws Exception {
        // given
        source.run("CREATE TABLE t (id int PRIMARY KEY, text text); INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        target.run("CREATE TABLE t (id int PRIMARY KEY, text text);"
                + "INSERT INTO t VALUES (1, 'old'), (3, 'of its own')");

        // when
        try (RunningJob job = start(MixedTraffic.route("t"), Map.of("sync.existing-data", setting))) {
            awaitSyncing(job, List.of("t"));

            // then
            assertThat(target.value("SELECT string_agg(id || ' ' || text, ',' ORDER BY id) FROM t"))
                    .isEqualTo(rows);
        }
    }

    @Test
    void existingRowsStopTheJobBeforeAnythingIsLoaded() throws Exception {
        // given
        source.run(
                "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1)");
        target.run(
                "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY); INSERT INTO t VALUES (7)");

        // when
        try (RunningJob job = start(routes(List.of("t", "u")), Map.of())) {
            // then
            assertThat(job.awaitRefusal())
                    .isEqualTo("target table public.t has rows already: set sync.existing-data=truncate to delete them,"
                            + " or sync.existing-data=keep to let rows of the source replace those with the"
                            + " same key, or empty it");
            assertThat(target.rows("SELECT * FROM u")).isEmpty();
        }
    }

    @Test
    void rowsWithoutAKeyAreNotKeptBesideThoseOfALoad() throws Exception {
        // given
        source.run("CREATE TABLE t (id int); ALTER TABLE t REPLICA IDENTITY FULL; INSERT INTO t VALUES (1)");
        target.run("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        String rows = "target table public.t has rows already";

        // when
        try (RunningJob job = start(MixedTraffic.route("t"), Map.of("sync.existing-data", "keep"))) {
            // then
            assertThat(job.awaitRefusal())
                    .isEqualTo(
                            rows + ", and source table public.t has no key by which sync.existing-data=keep could tell"
                                    + " which of them a load would bring once more: set sync.existing-data=truncate to delete"
                                    + " them, empty the table, give the source table a primary key, or set"
                                    + " sync.initial-load=none to copy nothing");
        }
        try (RunningJob job = start(MixedTraffic.route("t"), Map.of())) {
            assertThat(job.awaitRefusal())
                    .isEqualTo(rows + ": set sync.existing-data=truncate to delete them, or empty it");
        }
        assertThat(target.rows("SELECT id FROM t")).containsExactly("1");
    }

    @Test
    void tablesJoinAndLeaveWhileOthersGoOn() throws Exception {
        // given
        source.run(MixedTraffic.SOURCE_TABLES + createMoreTables() + fillMoreTables(1000));
        target.run(MixedTraffic.TARGET_TABLES + createMoreTables());
        String without = MixedTraffic.TABLE_ROUTES
                .replace(MixedTraffic.route("items"), "")
                .replace(MixedTraffic.route("events"), "");
        try (RunningJob job = start(without + MixedTraffic.route("more_1"), Map.of())) {
            awaitSyncing(job, List.of("savings", "loans", "headers", "lines", "more_1"));
            TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
            MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 8_000_000);
            await().until(() -> traffic.transactions() > 10);

            // when
            file(MixedTraffic.TABLE_ROUTES);
            awaitSyncing(job, List.of("savings", "loans", "headers", "lines", "items", "events"));
            await().alias("more_1 has left").until(() -> state(job, "more_1") == null);
            source.run("DELETE FROM more_1");
            traffic.stop();
            job.awaitInStep();

            // then
            assertThat(reader.stop()).containsOnly("");
            assertEqual(MixedTraffic.ALL_ROWS);
            assertThat(target.value("SELECT count(*) FROM more_1")).isEqualTo("1000");
        }
    }

    @Test
    void loadGoesOnWhenTheStreamIsLost() throws Exception {
        // given
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);
        String without = MixedTraffic.TABLE_ROUTES.replace(MixedTraffic.route("items"), "");
        try (RunningJob job = start(without, Map.of());
                Connection blocker = target.connect();
                Statement lock = blocker.createStatement()) {
            awaitSyncing(job, List.of("savings", "loans", "headers", "lines", "events"));
            MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 8_000_000);
            await().until(() -> traffic.transactions() > 10);
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE items IN EXCLUSIVE MODE");

            // when
            file(MixedTraffic.TABLE_ROUTES);
            await().alias("items are loaded").atMost(Duration.ofMinutes(1)).until(() -> target.value(
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'items'::regclass")
                    .equals("1"));
            awaitProgress(job);
            source.rows("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                    + job.slot() + "'");
            awaitProgress(job);
            blocker.rollback();
            awaitSyncing(job, List.of("items", "savings"));
            traffic.stop();
            job.awaitInStep();

            // then
            assertEqual(MixedTraffic.ALL_ROWS);
        }
    }

    private void awaitProgress(RunningJob job) {
        String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
        await().alias("the others go on").atMost(Duration.ofMinutes(1)).until(() -> job.holds(lsn));
    }

    @Test
    void brokenRouteFilesChangeNothing() throws Exception {
        // given
        source.run("CREATE TABLE t (id int PRIMARY KEY, text text); CREATE TABLE u (id int PRIMARY KEY)");
        target.run("CREATE TABLE t (id int PRIMARY KEY, text text)");
        try (RunningJob job = start(MixedTraffic.route("t"), Map.of())) {
            awaitSyncing(job, List.of("t"));
            for (String broken : List.of(
                    MixedTraffic.route("t") + "- templatedRoute: {",
                    MixedTraffic.route("t").replace("name: target", "name: targte"),
                    MixedTraffic.route("t").replace("public.t }", "public.missing }"),
                    MixedTraffic.route("t") + "      - { name: columns, value: 'id, missing' }\n",
                    MixedTraffic.route("t") + MixedTraffic.route("t").replace("Id: t", "Id: again"))) {
                // when
                var reload = job.context().getRegistry().findSingleByType(RouteTakeover.class);
                int refused = reload.refusals();
                file(broken);
                await().alias("refused: " + broken)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> reload.refusals() > refused);
                source.run("INSERT INTO t SELECT COALESCE(max(id), 0) + 1, 'new' FROM t");
                awaitSyncing(job, List.of("t"));
                job.awaitInStep();

                // then
                assertEqual(List.of("SELECT * FROM t ORDER BY id"));
            }

            // when
            file(MixedTraffic.route("t") + "      - { name: where, value: 'id > 5' }\n");
            source.run("INSERT INTO t VALUES (100, 'new')");
            await().until(() -> state(job, "t") == State.SYNCING
                    && job.job().status().view().state() == JobState.SYNCING);
            job.awaitInStep();

            // then
            assertThat(target.value("SELECT max(id) FROM t")).isEqualTo("100");
        }
    }

    @Test
    void tableThatGetsAnotherTargetIsLoadedThere() throws Exception {
        // given
        source.run("CREATE TABLE t (id int PRIMARY KEY, text text); INSERT INTO t VALUES (1, 'a')");
        target.run("CREATE TABLE t (id int PRIMARY KEY, text text); CREATE TABLE t2 (id int PRIMARY KEY, text text)");
        try (RunningJob job = start(MixedTraffic.route("t"), Map.of())) {
            awaitSyncing(job, List.of("t"));

            // when
            file(MixedTraffic.route("t").replace("target, value: public.t }", "target, value: public.t2 }"));
            await().alias("loaded there")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> target.value("SELECT count(*) FROM t2").equals("1"));
            source.run("INSERT INTO t VALUES (2, 'b')");
            awaitSyncing(job, List.of("t"));
            job.awaitInStep();

            // then
            assertThat(target.rows("SELECT * FROM t2 ORDER BY id"))
                    .isEqualTo(source.rows("SELECT * FROM t ORDER BY id"));
            assertThat(target.value("SELECT count(*) FROM t")).isEqualTo("1");
        }
    }

    @Test
    void tableCreatedUnderWildcardJoinsByItself() throws Exception {
        // given
        source.run("CREATE TABLE t (id int PRIMARY KEY, text text)");
        target.run("CREATE TABLE t (id int PRIMARY KEY, text text)");
        String all = MixedTraffic.route("t").replace("public.t }", "'public.*' }");
        try (RunningJob job = start(all, Map.of("sync.create-tables", "true"))) {
            awaitSyncing(job, List.of("t"));

            // when
            source.run(
                    "CREATE TABLE u (id int PRIMARY KEY, mood text, took interval day to second(3), few interval year[],"
                            + " price numeric(9,2), at timestamp(3) with time zone); INSERT INTO u VALUES (1, 'a', '1 2:03:04.5')");
            await().alias("u joins").atMost(Duration.ofMinutes(1)).until(() -> state(job, "u") == State.SYNCING);
            source.run("INSERT INTO u VALUES (2, 'b')");
            job.awaitInStep();

            // then
            assertEqual(List.of(
                    "SELECT * FROM u ORDER BY id",
                    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'u'::regclass"
                            + " AND attnum > 0 ORDER BY attnum"));
        }
    }

    /** Into a shadow table that replaces the target table; or, if something depends on that, in one transaction. */
    @ParameterizedTest
    @ValueSource(strings = {"GRANT SELECT ON big TO PUBLIC", "CREATE VIEW big_view AS SELECT * FROM big"})
    void tableIsLoadedAgainWhileItIsRead(String prepare) throws Exception {
        // given
        String big = "CREATE TABLE big (id int PRIMARY KEY, text text);";
        source.run(MixedTraffic.SOURCE_TABLES + big
                + "INSERT INTO big SELECT n, repeat('x', 100) FROM generate_series(1, 50000) AS n");
        target.run(MixedTraffic.TARGET_TABLES + big);
        try (RunningJob job = start(MixedTraffic.TABLE_ROUTES + MixedTraffic.route("big"), Map.of())) {
            awaitSyncing(job, List.of("items", "big"));
            target.run(prepare);
            target.run("UPDATE big SET text = 'wrong' WHERE id % 7 = 0; DELETE FROM big WHERE id % 1000 = 0");
            MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 8_000_000);
            TargetReader violations = new TargetReader(target, MixedTraffic.VIOLATIONS);
            TargetReader counts = new TargetReader(target, "SELECT count(*) FROM big");
            target.run("CREATE TABLE adbpg_sync.replaced_1 (id int)");

            // when
            job.job().control().reload("public.big");
            AtomicInteger next = new AtomicInteger(50_000);
            await().alias("loaded again").atMost(Duration.ofMinutes(1)).until(() -> {
                source.run("INSERT INTO big VALUES (" + next.incrementAndGet() + ", 'new')");
                return target.value("SELECT count(*) FROM big WHERE text = 'wrong'")
                        .equals("0");
            });
            awaitSyncing(job, List.of("items", "big"));
            traffic.stop();
            job.awaitInStep();

            // then
            assertThat(violations.stop()).containsOnly("");
            assertThat(counts.stop().stream().map(Integer::valueOf)).isSorted().allMatch(count -> count >= 49_950);
            assertEqual(MixedTraffic.ALL_ROWS);
            assertEqual(List.of("SELECT * FROM big ORDER BY id"));
            assertThat(target.rows("SELECT indexname FROM pg_indexes WHERE tablename = 'big'"))
                    .containsExactly("big_pkey");
            assertThat(target.rows("SELECT tablename FROM pg_tables WHERE tablename ~ '^(replaced|shadow)_'"))
                    .as("what a killed job has left, and this load")
                    .isEmpty();
        }
    }
}
