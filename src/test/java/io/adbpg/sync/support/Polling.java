package io.adbpg.sync.support;

import java.time.Duration;
import org.awaitility.pollinterval.PollInterval;

/** How often a test looks whether what it waits for holds. */
public final class Polling {
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMillis(200);

    private Polling() {}

    /** Soon at first, then less and less often: each look at a database costs its server a process. */
    public static PollInterval slowing() {
        return (count, previous) -> {
            Duration next = previous.multipliedBy(5).dividedBy(4);
            return next.compareTo(SHORTEST) < 0 ? SHORTEST : next.compareTo(LONGEST) > 0 ? LONGEST : next;
        };
    }
}
