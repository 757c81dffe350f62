package io.adbpg.sync.bench;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Microseconds of CPU per change and stage of the job, by samples of the JVM's stacks (JFR), and by threads, which tells
 * what the garbage collector and the compiler take. Prints Markdown tables.
 */
class ProfileBench {
    /** Whether the methods are printed that took the most. */
    private static final boolean SHOWS_METHODS = Boolean.getBoolean("bench.methods");

    /** Those that {@code -Dbench.capture=debezium} names, or all. */
    private static final List<Capture> CAPTURES = Arrays.stream(Capture.values())
            .filter(capture -> capture.word().contains(System.getProperty("bench.capture", "")))
            .toList();

    private static final int WARM_UPS = Integer.getInteger("bench.runs", 2);

    @ParameterizedTest
    @EnumSource(
            value = Workload.class,
            names = {"INSERTS", "ONE_ROW", "ONE_UPDATE", "SERVICE"})
    void cpuPerStage(Workload workload) throws Exception {
        if (!StreamBench.isWanted(workload)) {
            return;
        }
        Map<Capture, Map<Stage, Double>> profiles = new EnumMap<>(Capture.class);
        for (Capture capture : CAPTURES) {
            for (int run = 0; run <= WARM_UPS; run++) {
                profiles.put(capture, profile(workload, new JobContestant(capture)));
            }
        }
        StringBuilder table = new StringBuilder("\n### " + workload.title() + ": µs of CPU per change\n\n| |");
        profiles.keySet()
                .forEach(capture -> table.append(' ').append(capture.word()).append(" |"));
        table.append("\n|---|").append("---|".repeat(profiles.size())).append('\n');
        for (Stage stage : Stage.values()) {
            table.append("| ").append(stage.name().toLowerCase(Locale.ROOT)).append(" |");
            profiles.values().forEach(profile -> table.append(String.format(" %.2f |", profile.get(stage))));
            table.append('\n');
        }
        System.out.println(table);
    }

    private static Map<Stage, Double> profile(Workload workload, Contestant contestant) throws Exception {
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        try {
            source.run(workload.setUp() + "ANALYZE;" + workload.procedure());
            target.run(workload.setUp() + "ANALYZE");
            Contestant.Run run = contestant.prepare(source, target, workload);
            source.run("CALL app.work()");
            String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
            source.run("CHECKPOINT; SELECT pg_logical_emit_message(false, 'bench', '')");
            Meter meter = new Meter(List.of(Meter.pid(source), Meter.pid(target)));
            try (Recording recording = new Recording()) {
                recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
                recording.start();
                ThreadTimes before = ThreadTimes.now();
                Measured measured = meter.measure(run::start, () -> run.isDone(lsn));
                printThreads(ThreadTimes.now().since(before), workload);
                recording.stop();
                run.end();
                return perStage(recording, measured.jvm() * 1e6 / workload.changes());
            }
        } finally {
            target.drop();
            source.drop();
        }
    }

    private static void printThreads(List<ThreadTimes.Taken> threads, Workload workload) {
        threads.stream()
                .limit(12)
                .forEach(thread -> System.out.printf(
                        "%.2f µs per change in threads %s%n",
                        thread.seconds() * 1e6 / workload.changes(), thread.name()));
    }

    private static Map<Stage, Double> perStage(Recording recording, double perChange) throws IOException {
        Map<Stage, Double> samples = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            samples.put(stage, 0.0);
        }
        Path file = Files.createTempFile("bench", ".jfr");
        try {
            recording.dump(file);
            if (System.getProperty("bench.jfr") != null) {
                Files.copy(file, Path.of(System.getProperty("bench.jfr")), StandardCopyOption.REPLACE_EXISTING);
            }
            Map<String, Integer> hottest = new HashMap<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                Stage stage = Stage.of(event.getStackTrace());
                samples.merge(stage, 1.0, Double::sum);
                RecordedMethod method = event.getStackTrace().getFrames().get(0).getMethod();
                hottest.merge(stage + " " + method.getType().getName() + "." + method.getName(), 1, Integer::sum);
            }
            if (SHOWS_METHODS) {
                hottest.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(30)
                        .forEach(entry -> System.out.println(entry.getValue() + " samples in " + entry.getKey()));
            }
        } finally {
            Files.delete(file);
        }
        double all = samples.values().stream().mapToDouble(Double::doubleValue).sum();
        samples.replaceAll((stage, count) -> count / all * perChange);
        return samples;
    }
}
