package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The CPU that this process and the programs and servers that it started have used; known on Linux only. */
final class CpuTime {
    /** Of {@code /proc/<pid>/stat}, after the name: user and system time of the process, then of its children that have ended. */
    private static final int FIRST = 11;

    private static final int FIELDS = 4;
    /** The kernel's USER_HZ: what user space is told in, whatever the kernel's own clock. */
    private static final int TICKS_A_SECOND = 100;

    private CpuTime() {}

    /** Nanoseconds since this process began, to 10 ms; those of a server or program are lost if nobody waited for its end. */
    static long ofProcessTree() {
        ProcessHandle self = ProcessHandle.current();
        long ticks = Stream.concat(Stream.of(self), self.descendants())
                .mapToLong(CpuTime::ticks)
                .sum();
        return ticks * TimeUnit.SECONDS.toNanos(1) / TICKS_A_SECOND;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return LongStream.range(FIRST, FIRST + FIELDS)
                    .map(field -> Long.parseLong(fields[(int) field]))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
