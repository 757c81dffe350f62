package io.adbpg.sync.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/** Delay and throughput of the last ten minutes, a sample a second; and of the last day, a sample a minute. */
final class Trend {
    private static final int MOST = 600;
    private static final int MEAN_OF = 10;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Minutes minutes = new Minutes();
    private final Deque<Count> counts = new ArrayDeque<>();

    /** The number of changes applied up to then. */
    private record Count(Instant time, long changes) {}

    /**
     * Adds a sample.
     *
     * @param delayMillis null if it is not known
     * @param changes how many changes were applied since the start
     */
    synchronized void add(Instant now, Long delayMillis, long changes) {
        Count before = counts.peekLast();
        counts.addLast(new Count(now, changes));
        if (counts.size() > MEAN_OF + 1) {
            counts.removeFirst();
        }
        if (before != null) {
            Sample sample = new Sample(now, delayMillis, rate(before, counts.getLast()));
            samples.addLast(sample);
            minutes.add(sample);
        }
        if (samples.size() > MOST) {
            samples.removeFirst();
        }
    }

    private static double rate(Count from, Count to) {
        return 1000.0
                * (to.changes - from.changes)
                / Math.max(1, Duration.between(from.time, to.time).toMillis());
    }

    /** The minutes of the last day, oldest first. */
    synchronized List<Sample> day() {
        return minutes.samples();
    }

    /** The samples, oldest first. */
    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** How many changes a second were applied in the last ten seconds; empty in the first. */
    synchronized OptionalDouble changesPerSecond() {
        return counts.size() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(rate(counts.getFirst(), counts.getLast()));
    }
}
