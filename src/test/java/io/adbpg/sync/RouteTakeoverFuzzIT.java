package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.Mutation;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Any edit of a route file is taken over, or one line says why not; the job goes on. */
class RouteTakeoverFuzzIT {
    private static final long SEED = Long.getLong("seed", 20_261_126);
    private static final String TABLES =
            """
            # The tables
            - templatedRoute:
                routeId: items
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.items }
                  - { name: target, value: ods.items }
            - templatedRoute:
                routeId: notes
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.notes }
                  - { name: target, value: ods.notes }
                  - { name: columns, value: "id, upper(note) AS note" }
                  - { name: where, value: "id > 0" }
            """;

    private static final Set<JobState> ENDED = Set.of(JobState.FAILED, JobState.STOPPED);

    @TempDir
    private Path folder;

    private long saved = System.currentTimeMillis();

    private void save(byte[] content) throws Exception {
        Path tables = Files.write(folder.resolve("tables.camel.yaml"), content);
        // Two saves within one tick of the clock would count as one.
        saved += 1000;
        Files.setLastModifiedTime(tables, FileTime.fromMillis(saved));
    }

    @Test
    void spoiltEditNeverStopsTheJob() throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run("CREATE SCHEMA app; CREATE TABLE app.items (id int PRIMARY KEY);"
                + "CREATE TABLE app.notes (id int PRIMARY KEY, note text)");
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.items (id int PRIMARY KEY);"
                + "CREATE TABLE ods.notes (id int PRIMARY KEY, note text)");
        for (String shipped : List.of("capture", "initial-load", "table", "statements", "precheck")) {
            Path file = Path.of("routes", shipped + ".camel.yaml");
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        save(TABLES.getBytes(StandardCharsets.UTF_8));
        Logger log = (Logger) LoggerFactory.getLogger("adbpg-sync");
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);

        try (RunningJob job = RunningJob.start(
                "",
                source,
                target,
                Map.of(
                        "source.capture",
                        "pgoutput",
                        "camel.main.routes-include-pattern",
                        "file:" + folder + "/*.camel.yaml"))) {
            RouteTakeover reload = job.context().getRegistry().findSingleByType(RouteTakeover.class);

            // when
            for (long seed = SEED; seed < SEED + 24; seed++) {
                save(new Mutation(seed).of(TABLES));
                reload.takeOver();
                // The route stops for a moment if the edit happens to be valid.
                await().alias("the job goes on after seed " + seed)
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !ENDED.contains(job.job().status().view().state()));
            }
            save(TABLES.getBytes(StandardCharsets.UTF_8));
            reload.takeOver();
            source.run("INSERT INTO app.items VALUES (1); INSERT INTO app.notes VALUES (1, 'a'), (-1, 'b')");
            job.awaitInStep();

            // then
            assertThat(target.rows("SELECT * FROM ods.items")).containsExactly("1");
            assertThat(target.rows("SELECT * FROM ods.notes")).containsExactly("1|A");
            assertThat(reload.refusals()).isPositive();
        } finally {
            log.detachAppender(said);
        }
        assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage).allSatisfy(line -> assertThat(line)
                .doesNotContainPattern("Exception|\\bat io\\.adbpg|\\p{Cntrl}"));
    }
}
