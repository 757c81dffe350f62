package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edited route files: what can work is taken over, and what can't stops nothing, not even when the job is started anew. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class EditedRoutesIT {
    private static final String T = MixedTraffic.route("t");
    private static final String LACKING = "      - { name: columns, value: \"id, text, 7 AS more\" }\n";

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();
    private long saved = System.currentTimeMillis();
    private RunningJob job;

    @BeforeEach
    void makeTables() throws Exception {
        String table = "CREATE TABLE t (id int PRIMARY KEY, text text); CREATE TABLE v (id int PRIMARY KEY);";
        source.run(table + "CREATE TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1); INSERT INTO v VALUES (1)");
        target.run(table);
        save(T);
        launch();
        awaitSyncing("t");
    }

    @AfterEach
    void stopJob() {
        job.close();
        source.drop();
        target.drop();
    }

    private void launch() throws Exception {
        job = RunningJob.launch(
                folder.resolve("tables.camel.yaml").toString(),
                source,
                target,
                Map.of("source.capture", capture.word(), "sync.initial-load", "copy", "sync.job", name));
    }

    private void save(String tables) throws Exception {
        // Two saves of the same text within one tick of the clock would count as one.
        saved += 1000;
        saveAt(saved, tables);
    }

    private void saveAt(long millis, String tables) throws Exception {
        Path file = Files.writeString(folder.resolve("tables.camel.yaml"), tables);
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    private RouteTakeover takeover() {
        return job.context().getRegistry().findSingleByType(RouteTakeover.class);
    }

    private void edit(String tables) throws Exception {
        save(tables);
        takeover().takeOver();
    }

    private String whatIsRefused() {
        return takeover().refused().map(refused -> refused.why()).orElse("");
    }

    private TableStatus status(String table) {
        return job.job().status().tables().get(new TableName("public", table));
    }

    private void awaitTable(String table, State state) {
        await().alias(table + " is " + state.word())
                .atMost(Duration.ofMinutes(1))
                .until(() -> status(table) != null && status(table).state() == state);
    }

    private void awaitSyncing(String... tables) {
        job.awaitState(JobState.SYNCING);
        for (String table : tables) {
            awaitTable(table, State.SYNCING);
        }
    }

    /** Who reads the slot. */
    private String reader() {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> source.value(
                                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '" + job.slot() + "'"),
                        pid -> !pid.equals("NULL"));
    }

    private void assertGoesOn(int id) {
        source.run("INSERT INTO t (id, text) VALUES (" + id + ", 'new')");
        job.awaitInStep();
        assertThat(target.value("SELECT count(*) FROM t WHERE id = " + id)).isEqualTo("1");
    }

    @Test
    void fileIsMendedWhateverTimeItsSaveHas() throws Exception {
        // given
        edit(T + "- route: {");
        assertThat(whatIsRefused()).isNotEmpty();

        // when
        saveAt(saved, T + MixedTraffic.route("v"));
        takeover().takeOver();

        // then
        assertThat(whatIsRefused()).isEmpty();
        awaitSyncing("t", "v");
    }

    @Test
    void tableWithoutATargetWaitsAloneAndIsTriedAgain() throws Exception {
        // when
        edit(T + MixedTraffic.route("u") + MixedTraffic.route("v"));

        // then
        assertThat(whatIsRefused()).isEmpty();
        awaitSyncing("t", "v");
        awaitTable("u", State.WAITING);
        assertThat(status("u").reason()).startsWith("target table public.u does not exist: ");
        assertGoesOn(1);

        // when
        target.run("CREATE TABLE u (id int PRIMARY KEY)");

        // then
        awaitSyncing("u");
        assertThat(target.value("SELECT count(*) FROM u")).isEqualTo("1");
    }

    @Test
    void entryThatATargetRefusesStaysAsItWasUntilTheTargetIsMended() throws Exception {
        // given
        var captureRoute = job.context().getRoute(job.captureRoute());

        // when
        edit(T + LACKING + MixedTraffic.route("v"));

        // then
        assertThat(whatIsRefused()).contains("more");
        awaitSyncing("t", "v");
        assertGoesOn(1);

        // when
        target.run("ALTER TABLE t ADD COLUMN more int");

        // then
        await().atMost(Duration.ofMinutes(1)).until(() -> whatIsRefused().isEmpty());
        awaitSyncing("t", "v");
        source.run("INSERT INTO t VALUES (2, 'new')");
        job.awaitInStep();
        assertThat(target.value("SELECT more FROM t WHERE id = 2")).isEqualTo("7");
        assertThat(job.context().getRoute(job.captureRoute())).isSameAs(captureRoute);
    }

    @Test
    void editIsTakenOverWhileNoTableStreamsYet() throws Exception {
        // given
        job.close();
        target.run("CREATE TABLE u (id int PRIMARY KEY)");
        save(MixedTraffic.route("u"));
        try (var blocker = target.connect();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE u IN SHARE MODE");
            launch();
            job.awaitState(JobState.LOADING);

            // when
            edit(MixedTraffic.route("u") + MixedTraffic.route("v"));

            // then
            assertThat(whatIsRefused()).isEmpty();
            assertThat(job.context().getRoute("v")).isNotNull();
        }
        awaitSyncing("u", "v");
        assertThat(target.rows("SELECT id FROM u UNION ALL SELECT id FROM v")).containsExactly("1", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- templatedRoute: {",
                "- route: { id: x, from: { uri: \"direct:x\", steps: [ { to: \"direkt:y\" } ] } }",
                "- route: { id: x, from: { uri: \"direct:x\", steps: [ { setBdy: { constant: y } } ] } }",
                LACKING,
                "      - { name: colums, value: id }",
            })
    void refusedEditStopsNothing(String spoilt) throws Exception {
        // given
        String reader = reader();

        // when
        edit(T + spoilt);

        // then
        assertThat(whatIsRefused()).isNotEmpty();
        assertThat(reader()).isEqualTo(reader);
        assertThat(job.job().status().describe().toString()).isEqualTo("syncing");
        assertGoesOn(1);

        // when
        edit(T + "# mended\n");

        // then
        assertThat(whatIsRefused()).isEmpty();
        assertThat(reader()).isEqualTo(reader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"- templatedRoute: {", "- route: { id: x, from: { uri: \"direkt:x\", steps: [] } }"})
    void jobThatIsStartedWithSpoiltFilesWaitsUntilTheyAreMended(String spoilt) throws Exception {
        // given
        job.close();
        save(T + spoilt);
        source.run("INSERT INTO t VALUES (1, 'new')");

        // when
        launch();

        // then
        assertThat(job.job().status().view().state()).isEqualTo(JobState.WAITING);
        assertThat(job.job().status().view().reason())
                .isEqualTo(whatIsRefused())
                .contains("tables.camel.yaml");

        // when
        edit(T);

        // then
        awaitSyncing("t");
        job.awaitInStep();
        assertThat(target.rows("SELECT * FROM t")).containsExactly("1|new");
        assertThat(whatIsRefused()).isEmpty();
    }

    @Test
    void othersGoOnWhenOneLosesItsTarget() throws Exception {
        // given
        edit(T + MixedTraffic.route("v"));
        awaitSyncing("t", "v");

        // when
        target.run("DROP TABLE v");
        source.run("INSERT INTO v VALUES (2)");

        // then
        awaitTable("v", State.WAITING);
        job.awaitState(JobState.SYNCING);
        assertGoesOn(1);

        // when
        job.close();
        launch();

        // then
        awaitTable("v", State.WAITING);
        job.awaitState(JobState.SYNCING);
        assertGoesOn(2);

        // when
        target.run("CREATE TABLE v (id int PRIMARY KEY)");

        // then
        awaitSyncing("t", "v");
        assertThat(target.rows("SELECT id FROM v ORDER BY id")).containsExactly("1", "2");
    }
}
