package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Several jobs share the tables of one source, in groups that are written together. */
class ShardsIT {
    private static final List<String> GROUPS = List.of(
            MixedTraffic.route("savings") + MixedTraffic.route("loans"),
            MixedTraffic.route("headers") + MixedTraffic.route("lines"),
            MixedTraffic.route("items") + MixedTraffic.route("events"));

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final List<JobProcess> jobs = new ArrayList<>();

    @BeforeEach
    void makeTables() {
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);
    }

    @AfterEach
    void stopJobs() {
        jobs.forEach(JobProcess::close);
        target.drop();
        source.drop();
    }

    @ParameterizedTest(name = "by {0}")
    @PublishedCaptures
    void eachGroupIsWholeWhateverTheOthersDo(Capture capture) throws Exception {
        // given
        for (String tables : GROUPS) {
            Path place = Files.createDirectory(folder.resolve("job" + jobs.size()));
            JobProcess job = JobProcess.in(place, tables, source, target, capture, "-Xmx256m");
            jobs.add(job);
            job.start();
            job.awaitThat("the job syncs", () -> job.output().contains(": syncing"));
        }
        TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
        JobProcess first = jobs.get(0);
        JobProcess last = jobs.get(2);
        MixedTraffic traffic = new MixedTraffic(source, new Random(7), () -> last.backlog() < 16_000_000);

        // when
        awaitTransactions(last, traffic);
        first.kill();
        awaitTransactions(last, traffic);
        first.start();
        awaitTransactions(last, traffic);
        traffic.stop();
        jobs.forEach(JobProcess::awaitInStep);

        // then
        assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
        for (String query : MixedTraffic.ALL_ROWS) {
            assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
        }
        assertThat(jobs).allSatisfy(job -> assertThat(job.output()).doesNotContain(": waiting"));
        assertThat(source.rows(
                        "SELECT slot_name FROM pg_replication_slots WHERE active AND database = current_database()"))
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(JobProcess::slot).toList());
    }

    private static void awaitTransactions(JobProcess job, MixedTraffic traffic) {
        int wanted = traffic.transactions() + 100;
        job.awaitThat("more traffic", () -> traffic.transactions() >= wanted);
    }
}
