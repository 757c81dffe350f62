package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that the job listens on while it runs. If somebody else has it the job says so and does its work without: it may
 * be started by a machine, at night.
 *
 * @param settings the prefix of its settings, such as {@code camel.server}
 * @param use what it is for, for messages
 */
public record ListeningPort(String settings, String use) {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    /** The port of the HTTP API, which commands and status page use. */
    private static final ListeningPort COMMANDS = new ListeningPort("camel.server", "commands and status page");

    /** The port of health and metrics. */
    private static final ListeningPort MANAGEMENT = new ListeningPort("camel.management", "health and metrics");

    /** Sets up the ports that the job listens on, and warns of those that somebody else has. */
    public static void setUp(CamelContext context) {
        // Beside the management's server Camel takes the port of the commands for 8080 unless it finds another one
        // here.
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindPort(COMMANDS.number(context));
        context.getRegistry().bind("server", server);
        COMMANDS.warnIfTaken(context);
        MANAGEMENT.warnIfTaken(context);
    }

    /**
     * Its number.
     *
     * @throws Refusal if it is none
     */
    private int number(CamelContext context) {
        String port = setting(context, "port");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw Refusal.usage(
                    "{0}.port={1} is not allowed: use a whole number from 0 to 65535", settings, Refusal.shown(port));
        }
        return Integer.parseInt(port);
    }

    /** Warns if the job can't listen there. */
    private void warnIfTaken(CamelContext context) {
        if (!Boolean.parseBoolean(setting(context, "enabled"))) {
            return;
        }
        int port = number(context);
        String host = setting(context, "host");
        // As the server itself does it: a connection that was closed just now is no obstacle.
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            LOG.debug("{} is free", socket);
        } catch (IOException e) {
            LOG.warn(
                    "{}.port={} can't be used at {} ({}): the job runs without {}; set {}.port to a free port, each job of a"
                            + " machine needs its own, and start it again",
                    settings,
                    port,
                    host,
                    e.getMessage(),
                    use,
                    settings);
        }
    }

    private String setting(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + settings + "." + key + "}}");
    }
}
