package io.adbpg.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Scenarios} that the job refuses. */
class ScenarioRefusedIT {
    static Stream<Arguments> scenarios() {
        return Scenarios.refused();
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("scenarios")
    void isRefused(Scenario scenario, Capture capture) throws Exception {
        // given
        assumeThat(scenario.obstacle(ServerPair.shared())).isEmpty();
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run(scenario.source());
        target.run(scenario.target());

        // when
        String reason;
        try (RunningJob job =
                RunningJob.launch(scenario.tablesFile().toString(), source, target, scenario.settings(capture))) {
            // A refusal that only one capture makes comes at once.
            if (scenario.isRefusedByChanges()) {
                job.awaitState(JobState.SYNCING);
                source.transaction(scenario.changes());
            }
            reason = job.awaitRefusal();
        } finally {
            source.drop();
            target.drop();
        }

        // then
        // Where a refused row would have stood depends on how often it was tried.
        assertThat(reason.replaceAll("tuple \\(\\d+,\\d+\\)", "tuple (0,0)")).isEqualTo(scenario.refusal(capture));
    }
}
