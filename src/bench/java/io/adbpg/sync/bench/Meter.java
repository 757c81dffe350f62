package io.adbpg.sync.bench;

import com.sun.management.OperatingSystemMXBean;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Measures what happens from a start until something is done. Reads the servers' CPU time in {@code /proc}. */
final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double TICKS_PER_SECOND = 100;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final List<Long> servers;

    /** @param servers the process ids of the PostgreSQL servers */
    Meter(List<Long> servers) {
        this.servers = servers;
    }

    /** The process id of the server that a database is on. */
    static long pid(TestDatabase database) {
        String file = database.value("SELECT pg_read_file('postmaster.pid')");
        return Long.parseLong(file.lines().findFirst().orElseThrow());
    }

    /** What has to be started. */
    interface Start {
        void run() throws Exception;
    }

    /** Starts something and waits until it is done, for ten minutes at most. */
    Measured measure(Start start, Callable<Boolean> done) throws Exception {
        return measure(start, done, () -> Duration.ZERO);
    }

    /**
     * Starts something and waits until it is done, for ten minutes at most.
     *
     * @param more the CPU that a process beside this JVM has taken since then
     */
    Measured measure(Start start, Callable<Boolean> done, Supplier<Duration> more) throws Exception {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long begin = System.nanoTime();
        long jvm = SYSTEM.getProcessCpuTime();
        double serverSeconds = serverSeconds();
        start.run();
        while (!done.call()) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException("not done after " + LIMIT);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return new Measured(
                (System.nanoTime() - begin) / 1e9,
                (SYSTEM.getProcessCpuTime() - jvm + more.get().toNanos()) / 1e9,
                serverSeconds() - serverSeconds,
                heap().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1e6);
    }

    private static Stream<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    /** CPU seconds of the servers and of all processes that they have and had. */
    private double serverSeconds() {
        return servers.stream()
                .flatMap(server -> ProcessHandle.of(server).stream())
                .mapToDouble(server -> seconds(server, true)
                        + server.children()
                                .mapToDouble(child -> seconds(child, false))
                                .sum())
                .sum();
    }

    /** @param withEnded whether those of its children that have ended count too */
    private static double seconds(ProcessHandle process, boolean withEnded) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return (withEnded ? ticks + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : ticks)
                    / TICKS_PER_SECOND;
        } catch (IOException e) {
            if (!process.isAlive()) {
                return 0;
            }
            throw new UncheckedIOException(e);
        }
    }
}
