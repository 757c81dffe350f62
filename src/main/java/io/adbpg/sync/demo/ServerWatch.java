package io.adbpg.sync.demo;

import io.adbpg.sync.failure.Refusal;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks each second whether the embedded servers are there; where one has gone, the demo has nothing left to show. */
final class ServerWatch implements AutoCloseable {
    private final Map<String, EmbeddedServer> servers;
    private final Consumer<Refusal> end;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts at once.
     *
     * @param servers by role
     * @param end ends the demo
     */
    ServerWatch(Map<String, EmbeddedServer> servers, Consumer<Refusal> end) {
        this.servers = servers;
        this.end = end;
        var unused = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        servers.forEach((role, server) -> {
            if (!server.isRunning() && !executor.isShutdown()) {
                executor.shutdown();
                end.accept(Refusal.of(
                        "the demo's {0}, an embedded PostgreSQL server, has ended, and so does the demo: start it again",
                        role));
            }
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
