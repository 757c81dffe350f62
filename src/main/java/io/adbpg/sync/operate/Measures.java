package io.adbpg.sync.operate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What is measured while the job runs; empty as long as it is not known. */
public interface Measures {
    /** Nothing is measured. */
    Measures NONE = new Measures() {};

    /** How far the target is behind. */
    default OptionalLong delayMillis() {
        return OptionalLong.empty();
    }

    /** How many changes a second were applied in the last few seconds. */
    default OptionalDouble changesPerSecond() {
        return OptionalDouble.empty();
    }

    /** The slot when it was looked at last. */
    default Optional<SlotStatus> slot() {
        return Optional.empty();
    }

    /** The last minutes, oldest first. */
    default List<Sample> samples() {
        return List.of();
    }
}
