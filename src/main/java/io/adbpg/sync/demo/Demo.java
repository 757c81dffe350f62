package io.adbpg.sync.demo;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The demo that {@code host=embedded} starts: a PostgreSQL server per such end, sample tables, live traffic, a status line. */
public final class Demo implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final EmbeddedServer source;
    private final EmbeddedServer target;
    private final Settings settings;
    private ShopTraffic traffic;
    private StatusLine statusLine;
    private ServerWatch watch;

    private Demo(EmbeddedServer source, EmbeddedServer target, Settings settings) {
        this.source = source;
        this.target = target;
        this.settings = settings;
    }

    /** Starts the embedded servers that the settings ask for, and creates their tables. */
    public static Demo startIfWanted(Settings settings) throws SQLException, IOException {
        CompletableFuture<EmbeddedServer> sourceStart =
                CompletableFuture.supplyAsync(() -> startIfWanted(settings.source()));
        EmbeddedServer target = startIfWanted(settings.target());
        EmbeddedServer source = sourceStart.join();
        if (source != null) {
            source.run(resource("source.sql"));
        }
        if (target != null) {
            target.run(resource("target.sql"));
        }
        return new Demo(
                source, target, settings.with(address(settings.source(), source), address(settings.target(), target)));
    }

    private static EmbeddedServer startIfWanted(Server server) {
        return server.isEmbedded() ? EmbeddedServer.start() : null;
    }

    private static Server address(Server server, EmbeddedServer embedded) {
        return embedded == null ? server : server.at(LOOPBACK, embedded.port());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Demo.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The settings, with the addresses of the embedded servers. */
    public Settings settings() {
        return settings;
    }

    /** Watches the embedded servers. If both ends are embedded, starts the traffic and prints a status line each second. */
    public void follow(Job job) throws SQLException {
        Map<String, EmbeddedServer> servers = new TreeMap<>();
        if (source != null) {
            servers.put("source", source);
        }
        if (target != null) {
            servers.put("target", target);
        }
        if (!servers.isEmpty()) {
            watch = new ServerWatch(servers, job.status()::fail);
        }
        if (source != null && target != null) {
            new Welcome(page(job), source.port()).lines().forEach(System.out::println);
            traffic = new ShopTraffic(source);
            statusLine = new StatusLine(job, source.connect(), target.connect());
        }
    }

    private static String page(Job job) {
        return job.commands().map(address -> address + "/").orElse("none, since the job does not listen");
    }

    @Override
    public void close() {
        closeIfThere(watch);
        closeIfThere(traffic);
        closeIfThere(statusLine);
        closeIfThere(source);
        closeIfThere(target);
    }

    private static void closeIfThere(AutoCloseable part) {
        if (part != null) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot end the demo", e);
            }
        }
    }
}
