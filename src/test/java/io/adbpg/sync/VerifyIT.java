package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** The two ends are compared while the job runs: exactly the rows that differ are found. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class VerifyIT {
    private static final int RUNS = 25;

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start(String tables, String initialLoad) throws Exception {
        return RunningJob.start(
                Files.writeString(folder.resolve("tables.camel.yaml"), tables).toString(),
                source,
                target,
                Map.of("source.capture", capture.word(), "sync.initial-load", initialLoad));
    }

    @Test
    void rowsThatDifferAreFoundAndRepairedUnderLoadAndNoOthers() throws Exception {
        // given
        System.out.println("VerifyIT runs with seed " + seed);
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);

        try (RunningJob job = start(MixedTraffic.TABLE_ROUTES, "copy")) {
            job.awaitInStep();
            MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> job.backlog() < 4_000_000);
            await().until(() -> traffic.transactions() > 5);

            // when
            int before = traffic.transactions();
            List<String> tables = List.of("savings", "loans", "items", "headers", "lines", "events");
            for (int run = 0; run < RUNS; run++) {
                String name = "public." + tables.get(run % tables.size());

                // then
                assertThat(job.verify(name, false)).singleElement().asString().matches(name + ": \\d+ rows, equal");
            }
            assertThat(traffic.transactions()).isGreaterThan(before + RUNS);

            // when
            await().until(() -> target.value("SELECT count(*) > 5 FROM headers").equals("t"));
            // Not every number is there: some transactions are rolled back.
            List<String> numbers = target.rows("SELECT no FROM headers ORDER BY no LIMIT 2");
            target.run("UPDATE headers SET lines = -1 WHERE no = " + numbers.get(0) + ";"
                    + "DELETE FROM headers WHERE no = " + numbers.get(1) + ";"
                    + "INSERT INTO headers VALUES (-5, 0)");

            // then
            String found = "public.headers: \\d+ rows, different: 1 missing, 1 extra, 1 different";
            assertThat(job.verify("public.headers", false))
                    .singleElement()
                    .asString()
                    .matches(found);
            assertThat(job.differences())
                    .containsExactlyInAnyOrder(
                            "public.headers missing no=" + numbers.get(1) + " []",
                            "public.headers extra no=-5 []",
                            "public.headers different no=" + numbers.get(0) + " [lines]");
            assertThat(job.verify("public.headers", true))
                    .singleElement()
                    .asString()
                    .matches(found + "; repaired");
            assertThat(job.verify("public.headers", false))
                    .singleElement()
                    .asString()
                    .matches("public.headers: \\d+ rows, equal");
            traffic.stop();
            job.awaitUndisturbed();
            for (String query : MixedTraffic.ALL_ROWS) {
                assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
            }
        }
    }
}
