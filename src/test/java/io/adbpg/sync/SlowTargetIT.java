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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job keeps reporting to the source while the target does not answer, so that the source does not end the stream. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class SlowTargetIT {
    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    /** @param rows far fewer, or far more, than the job reads ahead */
    @ParameterizedTest
    @ValueSource(ints = {10, 50_000})
    void streamOutlivesTheSourcesPatience(int rows) throws Exception {
        // given
        source.run("ALTER DATABASE " + source.name() + " SET wal_sender_timeout = '2s'");
        source.run("CREATE TABLE items (id int PRIMARY KEY, text text)");
        target.run("CREATE TABLE items (id int PRIMARY KEY, text text)");
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("items"));
        Map<String, String> settings = Map.of("source.capture", capture.word(), "sync.batch-max-bytes", "65536");
        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings)) {
            source.run("INSERT INTO items VALUES (0, 'first')");
            job.awaitUndisturbed();
            String before = walSender(job);

            // when
            try (Connection blocker = target.connect();
                    Statement statement = blocker.createStatement()) {
                blocker.setAutoCommit(false);
                statement.execute("LOCK TABLE items");
                source.run("INSERT INTO items SELECT n, repeat('x', 100) FROM generate_series(1, " + rows + ") AS n");
                await().alias("the job has waited three times as long as the source would")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> target.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()"
                                        + " AND clock_timestamp() - query_start > interval '6 s'")
                                .equals("1"));
            }
            job.awaitUndisturbed();

            // then
            assertThat(walSender(job)).isEqualTo(before);
            assertThat(target.value("SELECT count(*) FROM items")).isEqualTo(Integer.toString(rows + 1));
        }
    }

    private String walSender(RunningJob job) {
        return source.value("SELECT active_pid FROM pg_replication_slots WHERE slot_name = '" + job.slot() + "'");
    }
}
