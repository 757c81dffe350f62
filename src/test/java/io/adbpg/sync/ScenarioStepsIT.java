package io.adbpg.sync;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** {@link Scenarios}, transaction by transaction, each change a batch of its own. */
class ScenarioStepsIT extends Scenarios {
    static Stream<Arguments> scenarios() {
        return Stream.empty();
    }

    static Stream<Arguments> steps() throws IOException {
        return Scenarios.scenarios();
    }

    static Stream<String> loads() {
        return Stream.empty();
    }

    static Stream<Arguments> refusals() {
        return Stream.empty();
    }
}
