package io.adbpg.sync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU time of a JVM's threads by their names, those of the compiler and the garbage collector among them, and how often they
 * woke up. Reads {@code /proc/<pid>/task}; threads that have ended are not in there.
 */
final class ThreadTimes {
    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern WAKE_UPS = Pattern.compile("(?m)^voluntary_ctxt_switches:\\s+(\\d+)");

    private final Map<String, Taken> threads = new HashMap<>();

    /**
     * What threads of one name have taken.
     *
     * @param seconds of CPU
     * @param wakeUps how often they went on after they had waited for something
     */
    record Taken(String name, double seconds, long wakeUps) {
        private Taken plus(Taken other) {
            return new Taken(name, seconds + other.seconds, wakeUps + other.wakeUps);
        }

        private Taken minus(Taken other) {
            return other == null ? this : new Taken(name, seconds - other.seconds, wakeUps - other.wakeUps);
        }
    }

    private ThreadTimes() {}

    /** What all threads of this JVM have taken until now. */
    static ThreadTimes now() throws IOException {
        return now(ProcessHandle.current().pid());
    }

    /** What all threads of a process have taken until now. */
    static ThreadTimes now(long pid) throws IOException {
        ThreadTimes times = new ThreadTimes();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
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
            Matcher switches = WAKE_UPS.matcher(Files.readString(task.resolve("status")));
            long wakeUps = switches.find() ? Long.parseLong(switches.group(1)) : 0;
            threads.put(task.getFileName().toString(), new Taken(name, ticks / TICKS_PER_SECOND, wakeUps));
        } catch (NoSuchFileException e) {
            // It has ended meanwhile.
        }
    }

    /** What they have taken since an earlier moment, by their names without numbers; those that took the most first. */
    List<Taken> since(ThreadTimes before) {
        Map<String, Taken> byName = new HashMap<>();
        threads.forEach((id, thread) -> byName.merge(thread.name(), thread.minus(before.threads.get(id)), Taken::plus));
        return byName.values().stream()
                .sorted(Comparator.comparingDouble(Taken::seconds).reversed())
                .toList();
    }
}
