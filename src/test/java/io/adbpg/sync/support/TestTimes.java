package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows where the time of the last test run went:
 *
 * <pre>java -cp target/test-classes io.adbpg.sync.support.TestTimes</pre>
 */
public final class TestTimes {
    static final Path FOLDER = Path.of("target/test-times");
    private static final int LONGEST = 15;
    private static final int COLUMNS = 7;

    private TestTimes() {}

    /** Prints the classes that took longest, the sum of the others, and the sum of all, as a Markdown table. */
    public static void main(String[] args) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).forEach(line -> rows.add(line.split("\t", -1)));
            }
        }
        rows.sort(Comparator.comparingLong((String[] row) -> Long.parseLong(row[2]))
                .reversed());
        List<String[]> longest = rows.subList(0, Math.min(LONGEST, rows.size()));
        List<String[]> others = rows.subList(longest.size(), rows.size());
        System.out.println("| Class | Tests | Seconds | Starting servers | Starting jobs | Waiting | CPU |");
        System.out.println("|---|---|---|---|---|---|---|");
        longest.forEach(row -> print(row[0].replaceAll(".*\\.", ""), List.<String[]>of(row)));
        print("the " + others.size() + " others", others);
        print("all", rows);
    }

    private static void print(String title, List<String[]> rows) {
        StringBuilder text = new StringBuilder("| " + title + " | " + sum(rows, 1));
        for (int column = 2; column < COLUMNS; column++) {
            text.append(" | ").append(seconds(sum(rows, column)));
        }
        System.out.println(text + " |");
    }

    private static long sum(List<String[]> rows, int column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row[column])).sum();
    }

    private static long seconds(long nanos) {
        return Math.round(nanos / 1e9);
    }
}
