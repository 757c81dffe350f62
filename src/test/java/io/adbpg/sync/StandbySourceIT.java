package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Polling;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A standby of any version is no source; {@link FailoverIT} has the newest. */
class StandbySourceIT {
    /** Before version 10 all of these are off. */
    private static final Map<String, String> SERVES_JOBS =
            Map.of("hot_standby", "on", "max_replication_slots", "4", "max_wal_senders", "4");

    private static final String TABLE = "CREATE TABLE lines (id int PRIMARY KEY)";

    @TempDir
    private Path folder;

    static Stream<String> versions() {
        return ServerPair.of(System.getProperty("kernels.pairs"))
                .map(ServerPair::source)
                .filter(version -> !version.equals("18"))
                .distinct();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("versions")
    void standbyIsRefusedByANewJobAndWaitedForByAnother(String version) throws Exception {
        String tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("lines"))
                .toString();
        TestDatabase target = TestServers.newTarget();
        TestDatabase another = TestServers.newTarget();
        target.run(TABLE);
        another.run(TABLE);
        Map<String, String> settings = Map.of("sync.job", RunningJob.newName());
        try (RestartableServer server = RestartableServer.start(version, SERVES_JOBS)) {
            // given
            TestDatabase source = server.database("source");
            source.run(TABLE);
            try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
                job.awaitInStep();
            }
            server.becomeStandby();

            // when
            String refusal;
            try (RunningJob fresh = RunningJob.launch(tables, source, another, Map.of())) {
                refusal = fresh.awaitRefusal();
            }

            // then
            assertThat(refusal)
                    .isEqualTo("source 127.0.0.1:" + source.port()
                            + "/postgres is a standby, where the job can't make its "
                            + (version.equals("9.6") ? "slot" : "publication")
                            + ": name the primary in source.host and source.port");
            try (RunningJob job = RunningJob.launch(tables, source, target, settings)) {
                await().alias("the job waits")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Polling.slowing())
                        .until(() -> job.job().status().view().reason().contains("the source is a standby now"));
            }
        } finally {
            target.drop();
            another.drop();
        }
    }
}
