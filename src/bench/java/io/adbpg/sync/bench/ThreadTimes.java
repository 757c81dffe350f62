package io.adbpg.sync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time of this JVM's threads by their names, those of the compiler and the garbage collector among them. Reads
 * {@code /proc/self/task}; threads that have ended are not in there.
 */
final class ThreadTimes {
    private static final double TICKS_PER_SECOND = 100;

    private final Map<String, Taken> threads = new HashMap<>();

    private record Taken(String name, double seconds) {}

    private ThreadTimes() {}

    /** What all threads have taken until now. */
    static ThreadTimes now() throws IOException {
        ThreadTimes times = new ThreadTimes();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                times.add(task);
            }
        }
        return times;
    }

    private void add(Path task) throws IOException {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            List<String> fields = List.of(stat.substring(end + 2).split(" ", -1));
            double ticks = Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12));
            String name = stat.substring(stat.indexOf('(') + 1, end).replaceFirst("[#-]?\\d*$", "");
            threads.put(task.getFileName().toString(), new Taken(name, ticks / TICKS_PER_SECOND));
        } catch (NoSuchFileException e) {
            // It has ended meanwhile.
        }
    }

    /** Seconds since an earlier moment, by the names of the threads without their numbers. */
    Map<String, Double> since(ThreadTimes before) {
        Map<String, Double> seconds = new TreeMap<>();
        threads.forEach((id, thread) -> {
            Taken then = before.threads.get(id);
            seconds.merge(thread.name(), thread.seconds() - (then == null ? 0 : then.seconds()), Double::sum);
        });
        return seconds;
    }
}
