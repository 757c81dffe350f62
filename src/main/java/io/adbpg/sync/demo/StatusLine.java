package io.adbpg.sync.demo;

import io.adbpg.sync.job.Job;
import io.adbpg.sync.status.JobState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Prints the progress of the load; then, each second, how far the target is behind, and how many rows both ends have. */
final class StatusLine implements AutoCloseable {
    private static final String[] TABLES = {"customers", "products", "orders", "order_items"};

    private static final int TICKS_PER_SECOND = 5;
    private static final int TICK = 1000 / TICKS_PER_SECOND;

    private final Job job;
    private final Connection source;
    private final Connection target;
    private long lastChanges;
    private int ticks;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo status");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts at once.
     *
     * @param source a connection to the source; this closes it
     * @param target a connection to the target; this closes it
     */
    StatusLine(Job job, Connection source, Connection target) {
        this.job = job;
        this.source = source;
        this.target = target;
        var unused = executor.scheduleAtFixedRate(this::print, TICK, TICK, TimeUnit.MILLISECONDS);
    }

    private void print() {
        if (job.status().view().state() == JobState.LOADING) {
            printLoad();
        } else if (++ticks % TICKS_PER_SECOND == 0) {
            printRows();
        }
    }

    private void printLoad() {
        String tables = job.status().tables().entrySet().stream()
                .filter(entry -> entry.getValue().progress() != null)
                .map(entry -> entry.getKey().table() + " "
                        + Math.round(100 * entry.getValue().progress().share()) + "%")
                .collect(Collectors.joining("  "));
        if (!tables.isEmpty()) {
            System.out.printf("%-8s %s%n", JobState.LOADING.word(), tables);
        }
    }

    private void printRows() {
        long changes = job.metrics().changes();
        JobState state = job.status().view().state();
        String line = String.format("%-8s %5d changes/s  delay %s", state.word(), changes - lastChanges, delay());
        lastChanges = changes;
        try {
            long here = 0;
            long there = 0;
            for (String table : TABLES) {
                here += count(source, "shop." + table + (table.equals("customers") ? " WHERE NOT internal" : ""));
                there += count(target, "ods." + table);
            }
            System.out.println(line + "  source " + here + " rows, target " + there);
        } catch (SQLException e) {
            // A server that has gone is told once, by who watches it.
            System.out.println(line);
        }
    }

    private String delay() {
        OptionalLong millis = job.delayMillis();
        if (millis.isEmpty()) {
            return "-";
        }
        long now = millis.getAsLong();
        return now < 10_000 ? now + " ms" : now < 120_000 ? now / 1000 + " s" : now / 60_000 + " min";
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        executor.shutdownNow();
        source.close();
        target.close();
    }
}
