package io.adbpg.sync.scenario;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.ServerPair;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link Scenarios} with a file {@code every-kernel.txt}, which says why, between servers of other versions: the pairs of
 * {@code -Dkernels.pairs}.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@ParameterizedClass(name = "from {0}")
@MethodSource("pairs")
class ScenarioKernelsIT {
    @Parameter
    private ServerPair servers;

    static Stream<ServerPair> pairs() {
        return ServerPair.of(System.getProperty("kernels.pairs"));
    }

    static Stream<Arguments> folded() {
        return forEveryKernel(Scenarios.arriving());
    }

    /** The load runs with the other capture. */
    static Stream<Arguments> steps() {
        return folded().filter(run -> run.get()[1] == Capture.DEBEZIUM);
    }

    static Stream<Arguments> loads() {
        return forEveryKernel(Scenarios.loaded());
    }

    private static Stream<Arguments> forEveryKernel(Stream<Arguments> runs) {
        return runs.filter(run -> ((Scenario) run.get()[0]).isForEveryKernel());
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("folded")
    void arrivesFolded(Scenario scenario, Capture capture) throws Throwable {
        // Before, whatever the settings name, the same one reads the source.
        assumeThat(servers.isSourceFrom("10") || capture == Capture.PGOUTPUT).isTrue();
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.FOLDED, folded(), servers);
    }

    @ParameterizedTest(name = "{0} by {1}", allowZeroInvocations = true)
    @MethodSource("steps")
    void arrivesOneByOne(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.STEPS, steps(), servers);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("loads")
    void arrivesByLoad(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.LOAD, loads(), servers);
    }
}
