package io.adbpg.sync.bench;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes per second of the job beside native logical replication, Debezium's JDBC sink and Debezium's bare engine, on the
 * same backlog: each has a slot of its own, and works it off alone, in another order each round. The first rounds
 * ({@code bench.warm-ups}) are for the JVM's compiler, which takes as much CPU as the job in them, and are not counted. {@code -Dbench.contestants=native|raw} names some of them, {@code -Dbench.shards=2,4} adds so many jobs that share the tables, {@code -Dbench.cold=true} jobs that are started on their backlog, and counted from their launch, {@code -Dbench.launcher=…/bin/adbpg-sync} by this launcher too. Prints Markdown tables, and adds them
 * to {@code target/bench.md}.
 */
class StreamBench {
    private static final int RUNS = Integer.getInteger("bench.runs", 3);
    private static final int WARM_UPS = Integer.getInteger("bench.warm-ups", 2);
    private static final List<String> ONLY =
            Arrays.asList(System.getProperty("bench.workloads", "a,b,c,d,e,f").split(",", -1));
    private static final Optional<Path> LAUNCHER =
            Optional.ofNullable(System.getProperty("bench.launcher")).map(Path::of);
    private static final List<Contestant> COLD = Stream.of(Capture.PGOUTPUT, Capture.DEBEZIUM)
            .flatMap(capture -> Stream.concat(Stream.of(Optional.<Path>empty()), LAUNCHER.map(Optional::of).stream())
                    .<Contestant>map(launcher -> new NewProcess(capture, launcher)))
            .toList();
    private static final List<Contestant> ALONE = List.of(
            new JobContestant(Capture.PGOUTPUT),
            new JobContestant(Capture.DEBEZIUM),
            new NativeReplication(),
            new RawEngine(),
            new JdbcSink(true),
            new JdbcSink(false));
    private static final List<Contestant> SHARDS = Arrays.stream(
                    System.getProperty("bench.shards", "").split(",", -1))
            .filter(count -> !count.isEmpty())
            // Several of Debezium's engines in one JVM were seen to stall.
            .<Contestant>map(count -> new ShardsContestant(Integer.parseInt(count)))
            .toList();
    private static final Pattern AMONG = Pattern.compile(System.getProperty("bench.contestants", ""));
    private static final Path REPORT = Path.of("target/bench.md");

    @ParameterizedTest
    @EnumSource(Workload.class)
    void changesPerSecond(Workload workload) throws Exception {
        if (!isWanted(workload)) {
            return;
        }
        Results results = new Results();
        List<Contestant> order = Stream.of(
                        ALONE, SHARDS, Boolean.getBoolean("bench.cold") ? COLD : List.<Contestant>of())
                .flatMap(List::stream)
                .filter(contestant -> AMONG.matcher(contestant.name()).find())
                .collect(Collectors.toCollection(ArrayList::new));
        for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
            round(workload, order, new Results());
        }
        for (int run = 0; run < RUNS; run++) {
            Collections.rotate(order, 1);
            round(workload, order, results);
        }
        String reference = order.stream()
                .map(Contestant::name)
                .filter("native replication"::equals)
                .findFirst()
                .orElse(order.get(0).name());
        String table = results.table(workload.title(), workload.changes(), reference);
        System.out.println(table);
        Files.writeString(REPORT, table, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Whether a workload was asked for, by {@code -Dbench.workloads=a,c}. */
    static boolean isWanted(Workload workload) {
        return ONLY.contains(workload.title().substring(0, 1));
    }

    private static void round(Workload workload, List<Contestant> order, Results results) throws Exception {
        TestDatabase source = TestServers.newSource();
        Map<Contestant, TestDatabase> targets = new LinkedHashMap<>();
        Map<Contestant, Contestant.Run> runs = new LinkedHashMap<>();
        try {
            setUp(source, workload);
            source.run(workload.procedure());
            for (Contestant contestant : order) {
                TestDatabase target = TestServers.newTarget();
                targets.put(contestant, target);
                setUp(target, workload);
                runs.put(contestant, contestant.prepare(source, target, workload));
            }
            source.run("CALL app.work()");
            String lsn = source.value("SELECT pg_current_wal_insert_lsn()");
            // A position after all of it.
            source.run("CHECKPOINT; SELECT pg_logical_emit_message(false, 'bench', '')");
            Meter meter = new Meter(List.of(Meter.pid(source), Meter.pid(targets.get(order.get(0)))));
            for (Contestant contestant : order) {
                targets.get(contestant).run("CHECKPOINT");
                Contestant.Run run = runs.get(contestant);
                results.add(contestant.name(), meter.measure(run::start, () -> run.isDone(lsn), run::cpu));
                run.end();
                runs.remove(contestant);
                requireSameRows(source, targets.get(contestant), workload, run);
            }
        } finally {
            for (Contestant.Run run : runs.values()) {
                run.end();
            }
            targets.values().forEach(TestDatabase::drop);
            source.drop();
        }
    }

    private static void setUp(TestDatabase database, Workload workload) {
        database.run(workload.setUp());
        // As autovacuum would do in a while: tables that were never analyzed are not what is measured.
        database.run("ANALYZE");
    }

    /** A contestant that is fast since it leaves something out is none. */
    private static void requireSameRows(
            TestDatabase source, TestDatabase target, Workload workload, Contestant.Run run) {
        if (!run.writes()) {
            return;
        }
        for (String table : workload.names()) {
            String rows = "SELECT count(*), sum(id) FROM " + table;
            if (!source.rows(rows).equals(target.rows(rows))) {
                throw new IllegalStateException(table + " differs: " + source.rows(rows) + ", " + target.rows(rows));
            }
        }
    }
}
