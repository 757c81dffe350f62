package io.adbpg.sync.scenario;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.ServerPair;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All {@link Scenarios} from a source before publications, which plug-in {@code test_decoding} reads, where all versions are tried. Those
 * that can't run there say in {@code source-from.txt} why.
 */
@EnabledIfSystemProperty(named = "kernels.pairs", matches = "all")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ScenarioOldKernelsIT {
    private static ServerPair servers;

    @BeforeAll
    static void startServers() {
        servers = ServerPair.of("9.6-16").findFirst().orElseThrow();
    }

    @AfterAll
    static void stopServers() throws IOException {
        servers.close();
    }

    static Stream<Arguments> scenarios() {
        return Scenarios.arriving().filter(run -> run.get()[1] == Capture.PGOUTPUT);
    }

    static Stream<Arguments> loads() {
        return Scenarios.loaded();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("scenarios")
    void arrivesFolded(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.FOLDED, scenarios(), servers);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("scenarios")
    void arrivesOneByOne(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.STEPS, scenarios(), servers);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("loads")
    void arrivesByLoad(Scenario scenario, Capture capture) throws Throwable {
        Scenarios.assertArrives(scenario, capture, ScenarioRun.Way.LOAD, loads(), servers);
    }
}
