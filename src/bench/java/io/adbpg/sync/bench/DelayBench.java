package io.adbpg.sync.bench;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The time from the commit of a row at the source to its commit at the target, as both servers note them
 * ({@code track_commit_timestamp}), while rows come at a steady rate. Prints a Markdown table.
 */
class DelayBench {
    private static final Map<String, String> SERVER =
            Map.of("track_commit_timestamp", "on", "synchronous_commit", "on", "max_wal_senders", "20");
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = Integer.getInteger("bench.seconds", 30);

    @TempDir
    Path folder;

    @Test
    void delayAtSteadyRates() throws Exception {
        StringBuilder table = new StringBuilder(
                "\n### g: ms from source commit to target commit\n\n| | rows/s | p50 | p99 | p99.9 | most |\n|---|---|---|---|---|---|\n");
        try (RestartableServer source = RestartableServer.start(SERVER);
                RestartableServer target = RestartableServer.start(SERVER)) {
            for (Capture capture : List.of(Capture.DEBEZIUM, Capture.PGOUTPUT)) {
                table.append(measure(capture, 200, 10, source.database("source"), target.database("target")));
                table.append(measure(capture, 500, 20, source.database("source"), target.database("target")));
            }
        }
        System.out.println(table);
    }

    private String measure(Capture capture, int transactions, int rows, TestDatabase source, TestDatabase target)
            throws Exception {
        for (TestDatabase database : new TestDatabase[] {source, target}) {
            database.run("DROP SCHEMA IF EXISTS app CASCADE; " + BenchTable.CREATE);
        }
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), BenchTable.ROUTES);
        try (RunningJob job =
                RunningJob.start(tables.toString(), source, target, Map.of("source.capture", capture.word()))) {
            insert(source, transactions, rows);
            job.awaitInStep();
        }
        double[] delays = delays(source, target, (long) WARM_UP_SECONDS * transactions * rows);
        return String.format(
                "| adbpg-sync, %s | %,d | %.1f | %.1f | %.1f | %.1f |%n",
                capture.word(),
                transactions * rows,
                percentile(delays, 0.5),
                percentile(delays, 0.99),
                percentile(delays, 0.999),
                delays[delays.length - 1]);
    }

    private static void insert(TestDatabase source, int transactions, int rows) throws SQLException {
        String insert = "INSERT INTO app.t SELECT " + Workload.TEN_VALUES + " FROM generate_series(?::bigint, ?) AS n";
        try (Connection connection = source.connect();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            long begin = System.nanoTime();
            for (long i = 0; i < (long) (WARM_UP_SECONDS + SECONDS) * transactions; i++) {
                long due = begin + i * Duration.ofSeconds(1).toNanos() / transactions;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                statement.setLong(1, i * rows);
                statement.setLong(2, i * rows + rows - 1);
                statement.executeUpdate();
            }
        }
    }

    /** In ms, sorted. */
    private static double[] delays(TestDatabase source, TestDatabase target, long firstId) {
        String query = "SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 FROM app.t WHERE id >= "
                + firstId;
        Map<String, Double> committed = new HashMap<>();
        for (String row : source.rows(query)) {
            String[] values = row.split("\\|", -1);
            committed.put(values[0], Double.valueOf(values[1]));
        }
        double[] delays = target.rows(query).stream()
                .mapToDouble(row -> {
                    String[] values = row.split("\\|", -1);
                    return Double.parseDouble(values[1]) - committed.get(values[0]);
                })
                .toArray();
        Arrays.sort(delays);
        return delays;
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(share * sorted.length)) - 1)];
    }
}
