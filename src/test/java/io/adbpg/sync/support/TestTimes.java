package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Shows where the time of the last test run went:
 *
 * <pre>java -cp target/test-classes io.adbpg.sync.support.TestTimes</pre>
 */
public final class TestTimes {
    static final Path FOLDER = Path.of("target/test-times");

    private TestTimes() {}

    /** Prints the classes that took longest, and the sum of all, as a Markdown table. */
    public static void main(String[] args) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).forEach(line -> rows.add(line.split("\t", -1)));
            }
        }
        rows.sort(Comparator.comparingLong((String[] row) -> Long.parseLong(row[2]))
                .reversed());
        System.out.println("| Class | Tests | Seconds | Starting servers | Starting jobs | Waiting | CPU |");
        System.out.println("|---|---|---|---|---|---|---|");
        long[] sums = new long[6];
        for (String[] row : rows) {
            StringBuilder text = new StringBuilder("| " + row[0].replaceAll(".*\\.", "") + " | " + row[1]);
            sums[0] += Long.parseLong(row[1]);
            for (int i = 2; i < 7; i++) {
                sums[i - 1] += Long.parseLong(row[i]);
                text.append(" | ").append(seconds(Long.parseLong(row[i])));
            }
            if (Long.parseLong(row[2]) >= TimeUnit.SECONDS.toNanos(10)) {
                System.out.println(text + " |");
            }
        }
        StringBuilder all = new StringBuilder("| all, also those below 10 s | " + sums[0]);
        for (int i = 1; i < 6; i++) {
            all.append(" | ").append(seconds(sums[i]));
        }
        System.out.println(all + " |");
    }

    private static long seconds(long nanos) {
        return Math.round(nanos / 1e9);
    }
}
