package io.adbpg.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Scenarios that one job copies, from one database to another. */
final class ScenarioRun {
    private final Way way;
    private final TestDatabase source;
    private final TestDatabase target;
    private final Map<String, Throwable> failures = new HashMap<>();
    private List<Scenario> scenarios;

    /** How the changes come to the target. */
    enum Way {
        /** Those of each scenario in one transaction, so that they are folded. */
        FOLDED,
        /** Each transaction after the last one has arrived, with each change as a batch of its own. */
        STEPS,
        /** All before the job starts, so that the target is loaded. */
        LOAD
    }

    private ScenarioRun(List<Scenario> scenarios, Way way, TestDatabase source, TestDatabase target) {
        this.scenarios = scenarios;
        this.way = way;
        this.source = source;
        this.target = target;
    }

    /**
     * Copies scenarios, and drops the databases.
     *
     * @param scenarios several have schemas of their own, and no settings
     * @return what was wrong with each, by its name; a job that fails is wrong for all that it copies
     */
    static Map<String, Throwable> of(
            List<Scenario> scenarios, Way way, Capture capture, TestDatabase source, TestDatabase target) {
        ScenarioRun run = new ScenarioRun(scenarios, way, source, target);
        try {
            run.copy(capture);
            run.scenarios.forEach(scenario -> run.attempt(scenario, () -> run.assertEqual(scenario)));
        } catch (Exception | AssertionError e) {
            run.scenarios.forEach(scenario -> run.failures.putIfAbsent(scenario.name(), e));
        } finally {
            source.drop();
            target.drop();
        }
        return run.failures;
    }

    private void attempt(Scenario scenario, Runnable assertion) {
        try {
            assertion.run();
        } catch (AssertionError | RuntimeException e) {
            failures.putIfAbsent(scenario.name(), e);
        }
    }

    private void copy(Capture capture) throws Exception {
        scenarios.forEach(scenario -> attempt(scenario, () -> {
            source.run(scenario.source());
            target.run(scenario.target());
        }));
        // A target that has not got what one of them needs may have it for the others.
        scenarios = scenarios.stream()
                .filter(scenario -> !failures.containsKey(scenario.name()))
                .toList();
        if (scenarios.isEmpty()) {
            return;
        }
        if (way == Way.LOAD) {
            scenarios.forEach(scenario -> source.transaction(scenario.changes()));
        }
        Path tables = tables();
        try (RunningJob job = RunningJob.start(tables.toString(), source, target, settings(capture))) {
            switch (way) {
                case LOAD -> job.awaitUndisturbed();
                case STEPS -> step(job);
                case FOLDED -> {
                    scenarios.forEach(scenario -> source.transaction(scenario.changes()));
                    job.awaitUndisturbed();
                    if (capture == Capture.PGOUTPUT) {
                        List<String> lines = job.verify("", false);
                        scenarios.forEach(scenario -> attempt(scenario, () -> assertVerified(scenario, lines)));
                    }
                }
            }
        } finally {
            Files.delete(tables);
        }
    }

    private void step(RunningJob job) {
        int most = scenarios.stream()
                .mapToInt(scenario -> scenario.transactions().size())
                .max()
                .orElseThrow();
        for (int i = 0; i < most; i++) {
            for (Scenario scenario : scenarios) {
                if (i < scenario.transactions().size()) {
                    source.transaction(scenario.transactions().get(i));
                }
            }
            job.awaitUndisturbed();
        }
    }

    private Path tables() throws IOException {
        return Files.writeString(
                Files.createTempFile("scenarios", ".camel.yaml"),
                scenarios.stream().map(Scenario::tables).collect(Collectors.joining("\n")));
    }

    private Map<String, String> settings(Capture capture) {
        Map<String, String> settings = new HashMap<>(scenarios.get(0).settings(capture));
        if (way == Way.STEPS) {
            settings.put("sync.batch-max-rows", "1");
        } else if (way == Way.LOAD) {
            settings.put("sync.initial-load", "copy");
            // A twin has its source's first rows already.
            settings.put("sync.existing-data", scenarios.get(0).isTwin() ? "truncate" : "keep");
        }
        return settings;
    }

    private static void assertVerified(Scenario scenario, List<String> all) {
        List<String> lines = all.stream().filter(scenario::owns).toList();
        if (scenario.verified() == null) {
            assertThat(lines).isNotEmpty().allMatch(line -> line.endsWith(" rows, equal"));
        } else {
            assertThat(lines).isEqualTo(scenario.verified());
        }
    }

    private void assertEqual(Scenario scenario) {
        if (scenario.isTwin()) {
            assertTwins(scenario);
        } else {
            assertExpected(scenario);
        }
    }

    private void assertTwins(Scenario scenario) {
        String schema = scenario.schema("app");
        List<String> tables = source.rows("SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p')"
                + " AND relnamespace = '" + schema + "'::regnamespace");
        assertThat(tables).isNotEmpty();
        for (String table : tables) {
            String rows = "SELECT CAST(t AS text) FROM %s." + table + " AS t ORDER BY 1";
            List<String> expected = source.rows(rows.formatted(schema));
            assertThat(expected).as(table + " without rows").isNotEmpty();
            assertSame(target.rows(rows.formatted(scenario.schema("ods"))), expected, table);
        }
    }

    private void assertExpected(Scenario scenario) {
        List<String> queries = scenario.expected();
        for (int i = 0; i < queries.size(); i += 2) {
            List<String> expected = source.rows(queries.get(i));
            assertThat(expected).as("a query that can fail").isNotEmpty();
            assertSame(target.rows(queries.get(i + 1)), expected, queries.get(i + 1));
        }
    }

    /** Whether they are the same rows, in whatever order: a server may sort otherwise. */
    private static void assertSame(List<String> found, List<String> expected, String what) {
        assertThat(found.stream().sorted().toList())
                .as(what)
                .isEqualTo(expected.stream().sorted().toList());
    }
}
