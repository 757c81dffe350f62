package io.adbpg.sync.scenario;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.ServerPair;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Scenarios}, transaction by transaction, each change a batch of its own. */
class ScenarioStepsIT {
    static Stream<Arguments> scenarios() {
        return Scenarios.arriving();
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("scenarios")
    void arrives(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.STEPS, scenarios(), ServerPair.shared());
    }
}
