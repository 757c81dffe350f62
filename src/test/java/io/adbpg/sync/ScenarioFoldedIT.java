package io.adbpg.sync;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** {@link Scenarios}, all transactions of each as one batch. */
class ScenarioFoldedIT extends Scenarios {
    static Stream<Arguments> steps() {
        return Stream.empty();
    }

    static Stream<String> loads() {
        return Stream.empty();
    }

    static Stream<Arguments> refusals() {
        return Stream.empty();
    }
}
