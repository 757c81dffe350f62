package io.adbpg.sync.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the contestants took for one workload: medians, with the least and the most. */
final class Results {
    private final Map<String, List<Measured>> runs = new LinkedHashMap<>();

    /** Adds a run. */
    void add(String contestant, Measured run) {
        runs.computeIfAbsent(contestant, name -> new ArrayList<>()).add(run);
    }

    /**
     * A Markdown table.
     *
     * @param reference the contestant whose rate is 1
     */
    String table(String title, int changes, String reference) {
        double unit = changes / median(reference, Measured::seconds);
        StringBuilder table = new StringBuilder("\n### ")
                .append(title)
                .append(String.format(
                        " (%,d changes, %d runs)%n%n",
                        changes, runs.get(reference).size()));
        table.append("| | changes/s (min–max) | × ")
                .append(reference)
                .append(" | JVM µs/change | servers µs/change |" + " peak heap MB |\n|---|---|---|---|---|---|\n");
        for (String name : runs.keySet()) {
            double rate = changes / median(name, Measured::seconds);
            table.append(String.format(
                    "| %s | %,.0f (%,.0f–%,.0f) | %.2f | %.1f (%.1f–%.1f) | %.1f | %.0f |%n",
                    name,
                    rate,
                    changes / most(name, Measured::seconds),
                    changes / least(name, Measured::seconds),
                    rate / unit,
                    perChange(median(name, Measured::jvm), changes),
                    perChange(least(name, Measured::jvm), changes),
                    perChange(most(name, Measured::jvm), changes),
                    perChange(median(name, Measured::servers), changes),
                    median(name, Measured::peakHeap)));
        }
        return table.toString();
    }

    private static double perChange(double seconds, int changes) {
        return seconds * 1e6 / changes;
    }

    private double median(String name, ToDoubleFunction<Measured> value) {
        double[] sorted = sorted(name, value);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private double least(String name, ToDoubleFunction<Measured> value) {
        return sorted(name, value)[0];
    }

    private double most(String name, ToDoubleFunction<Measured> value) {
        double[] sorted = sorted(name, value);
        return sorted[sorted.length - 1];
    }

    private double[] sorted(String name, ToDoubleFunction<Measured> value) {
        return runs.get(name).stream().mapToDouble(value).sorted().toArray();
    }
}
