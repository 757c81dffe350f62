package io.adbpg.sync.scenario;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.ServerPair;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Scenarios}, by load. */
class ScenarioLoadIT {
    static Stream<Arguments> scenarios() {
        return Scenarios.loaded();
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("scenarios")
    void arrives(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.LOAD, scenarios(), ServerPair.shared());
    }
}
