package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every folder of {@code src/test/resources/scenarios}: makes the tables, starts the job, makes the changes, and
 * compares the two queries of {@code expected.sql}, the source's and the target's.
 *
 * <p>{@code changes.sql} holds transactions, separated by lines {@code -- next transaction}. They are run twice over: all
 * at once, so that they are folded, and each only when the one before has arrived.
 */
class ScenarioIT {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    static Stream<String> scenarios() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}, folded")
    @MethodSource("scenarios")
    void arrivesFolded(String scenario) throws Exception {
        run(scenario, true);
    }

    @ParameterizedTest(name = "{0}, one by one")
    @MethodSource("scenarios")
    void arrivesOneByOne(String scenario) throws Exception {
        run(scenario, false);
    }

    private static void run(String scenario, boolean folded) throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run(read(scenario, "source.sql"));
        target.run(read(scenario, "target.sql"));
        List<String> transactions = List.of(read(scenario, "changes.sql").split("-- next transaction"));
        String tables = SCENARIOS.resolve(scenario).resolve("tables.camel.yaml").toString();

        try (RunningJob job = RunningJob.start(tables, source, target, Map.of())) {
            // when
            if (folded) {
                job.context().getRouteController().suspendRoute("capture");
                transactions.forEach(source::run);
                job.context().getRouteController().resumeRoute("capture");
            } else {
                for (String transaction : transactions) {
                    source.run(transaction);
                    job.awaitInStep();
                }
            }
            job.awaitInStep();
        }

        // then
        String[] queries = read(scenario, "expected.sql").strip().split(";", 0);
        for (int i = 0; i < queries.length; i += 2) {
            assertThat(target.rows(queries[i + 1])).isEqualTo(source.rows(queries[i]));
        }
    }

    private static String read(String scenario, String file) {
        try {
            return Files.readString(SCENARIOS.resolve(scenario).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
