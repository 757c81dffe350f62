package io.adbpg.sync;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** {@link Scenarios} by load, and those that the job refuses. */
class ScenarioLoadIT extends Scenarios {
    static Stream<Arguments> scenarios() {
        return Stream.empty();
    }

    static Stream<Arguments> steps() {
        return Stream.empty();
    }
}
