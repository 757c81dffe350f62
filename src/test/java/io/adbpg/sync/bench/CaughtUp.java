package io.adbpg.sync.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * How long something took to work off a backlog.
 *
 * @param elapsed by the clock
 * @param cpu of this JVM, all threads
 */
record CaughtUp(Duration elapsed, Duration cpu) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Starts something and waits until it is done, for ten minutes at most. */
    static CaughtUp measure(Runnable start, Callable<Boolean> done) throws Exception {
        long begin = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        start.run();
        while (!done.call()) {
            if (System.nanoTime() - begin > Duration.ofMinutes(10).toNanos()) {
                throw new IllegalStateException("not done after ten minutes");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return new CaughtUp(
                Duration.ofNanos(System.nanoTime() - begin), Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpu));
    }

    /** A row of a Markdown table. */
    String row(String who, int changes) {
        double seconds = elapsed.toNanos() / 1e9;
        return String.format(
                "| %s | %.2f | %,.0f | %.1f |", who, seconds, changes / seconds, cpu.toNanos() / 1e3 / changes);
    }
}
