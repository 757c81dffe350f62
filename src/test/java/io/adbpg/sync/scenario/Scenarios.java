package io.adbpg.sync.scenario;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.ServerPair;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The folders of {@code src/test/resources/scenarios}: each has tables ({@code source.sql}, {@code target.sql}), entries
 * ({@code tables.camel.yaml}), {@code changes.sql}, and the rows that must arrive ({@code expected.sql}) or the message with
 * which the job must refuse ({@code refusal.txt}). {@code src/docs/developing.md} has all files.
 *
 * <p>One job copies all that can stand side by side: the first one that is asked for brings the others along. Each has
 * schemas of its own, {@code app_…} and {@code ods_…}, in place of {@code app} and {@code ods}.
 */
final class Scenarios {
    private static final Map<String, Map<String, Throwable>> TOGETHER = new ConcurrentHashMap<>();

    private Scenarios() {}

    /** Those that arrive, and the captures that bring them. */
    static Stream<Arguments> arriving() {
        return runs(false);
    }

    /** Those that the job refuses, and the captures with which it does. */
    static Stream<Arguments> refused() {
        return runs(true);
    }

    /** Those that arrive by a load, which does not depend on the capture. */
    static Stream<Arguments> loaded() {
        return arriving().filter(run -> run.get()[1] == Capture.PGOUTPUT && ((Scenario) run.get()[0]).canLoad());
    }

    private static Stream<Arguments> runs(boolean refused) {
        return Scenario.all().stream().flatMap(scenario -> scenario.captures()
                .filter(capture -> refused == scenario.isRefused(capture))
                .map(capture -> arguments(scenario, capture)));
    }

    /**
     * Fails if a scenario does not arrive.
     *
     * @param all those of the test
     */
    static void assertArrives(
            Scenario scenario, Capture capture, ScenarioRun.Way way, Stream<Arguments> all, ServerPair servers)
            throws Throwable {
        assumeThat(scenario.obstacle(servers)).isEmpty();
        Map<String, Throwable> failures;
        if (scenario.isAlone()) {
            failures = run(List.of(scenario), capture, way, servers);
        } else {
            // A load empties what a twin has already, and keeps what others have.
            boolean twins = way == ScenarioRun.Way.LOAD && scenario.isTwin();
            failures = TOGETHER.computeIfAbsent(
                    String.join(" ", servers.toString(), capture.word(), way.name(), Boolean.toString(twins)),
                    key -> run(
                            all.filter(run -> run.get()[1] == capture)
                                    .map(run -> (Scenario) run.get()[0])
                                    .filter(other -> !other.isAlone())
                                    .filter(other -> way != ScenarioRun.Way.LOAD || other.isTwin() == twins)
                                    .filter(other -> other.obstacle(servers).isEmpty())
                                    .map(Scenario::apart)
                                    .toList(),
                            capture,
                            way,
                            servers));
        }
        if (failures.containsKey(scenario.name())) {
            throw failures.get(scenario.name());
        }
    }

    /** Copies scenarios. Where a job fails that copies several, two copy one half each, to find what it fails for. */
    private static Map<String, Throwable> run(
            List<Scenario> scenarios, Capture capture, ScenarioRun.Way way, ServerPair servers) {
        Map<String, Throwable> failures =
                new HashMap<>(ScenarioRun.of(scenarios, way, capture, servers.newSource(), servers.newTarget()));
        List<Scenario> together = scenarios.stream()
                .filter(scenario -> Collections.frequency(failures.values(), failures.get(scenario.name())) > 1)
                .filter(scenario -> failures.containsKey(scenario.name()))
                .toList();
        if (!together.isEmpty()) {
            together.forEach(scenario -> failures.remove(scenario.name()));
            int half = together.size() / 2;
            failures.putAll(run(together.subList(0, half), capture, way, servers));
            failures.putAll(run(together.subList(half, together.size()), capture, way, servers));
        }
        return failures;
    }
}
