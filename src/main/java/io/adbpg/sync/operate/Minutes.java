package io.adbpg.sync.operate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Delay and throughput of the last day, a sample a minute: the longest delay, the mean throughput. */
final class Minutes {
    private static final int MOST = 24 * 60;

    private final Deque<Sample> ended = new ArrayDeque<>();
    private Instant minute;
    private Long longest;
    private double sum;
    private int count;

    /** Adds a sample of a second. */
    void add(Sample second) {
        Instant its = second.time().truncatedTo(ChronoUnit.MINUTES);
        if (minute != null && !its.equals(minute)) {
            ended.addLast(current());
            if (ended.size() > MOST) {
                ended.removeFirst();
            }
            longest = null;
            sum = 0;
            count = 0;
        }
        minute = its;
        Long delay = second.delayMillis();
        longest = delay == null || (longest != null && longest > delay) ? longest : delay;
        sum += second.changesPerSecond();
        count++;
    }

    private Sample current() {
        return new Sample(minute, longest, sum / count);
    }

    /** The minutes that have ended, oldest first. */
    List<Sample> samples() {
        return List.copyOf(ended);
    }
}
