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

/** Prints the progress of the load; then, each second, how many rows each table has on both ends. */
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
        System.out.println("row counts are source/target; only customers that are not internal are copied");
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
                .map(entry -> entry.getKey().table() + " " + entry.getValue().progress())
                .collect(Collectors.joining("  "));
        if (!tables.isEmpty()) {
            System.out.printf("%-8s %s%n", JobState.LOADING.word(), tables);
        }
    }

    private void printRows() {
        long changes = job.metrics().changes();
        JobState state = job.status().view().state();
        StringBuilder line = new StringBuilder(
                String.format("%-8s %6d changes/s  delay %4s ms ", state.word(), changes - lastChanges, delayMillis()));
        lastChanges = changes;
        try {
            for (String table : TABLES) {
                String only = table.equals("customers") ? " WHERE NOT internal" : "";
                line.append(String.format(
                        "  %s %d/%d", table, count(source, "shop." + table + only), count(target, "ods." + table)));
            }
            System.out.println(line);
        } catch (SQLException e) {
            if (!executor.isShutdown()) {
                System.out.println(line + "  (cannot count rows: " + e.getMessage() + ")");
            }
        }
    }

    private String delayMillis() {
        OptionalLong millis = job.delayMillis();
        return millis.isPresent() ? Long.toString(millis.getAsLong()) : "–";
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
