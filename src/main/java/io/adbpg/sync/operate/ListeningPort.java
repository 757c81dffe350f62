package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that the job listens on while it runs. If somebody else has it the job says so and does its work without: it may
 * be started by a machine, at night.
 *
 * @param settings the prefix of its settings, such as {@code camel.server}
 * @param use what it is for, for messages
 */
record ListeningPort(String settings, String use) {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    /** The port of the HTTP API, which commands and status page use. */
    static final ListeningPort COMMANDS = new ListeningPort("camel.server", "commands and status page");

    /** The port of health and metrics. */
    static final ListeningPort MANAGEMENT = new ListeningPort("camel.management", "health and metrics");

    /**
     * Asks the system for a free port if the options have 0.
     *
     * @return the socket that has the port until it is closed; empty if the options say which port it is, or that there is none
     */
    Optional<ServerSocket> choose(Properties options) {
        if (!"0".equals(options.getProperty(settings + ".port"))
                || "false".equals(options.getProperty(settings + ".enabled"))) {
            return Optional.empty();
        }
        try {
            ServerSocket socket =
                    new ServerSocket(0, 1, InetAddress.getByName(options.getProperty(settings + ".host", "127.0.0.1")));
            String key = settings + ".port";
            options.setProperty(key, Integer.toString(socket.getLocalPort()));
            if (System.getProperty(key) != null || System.getenv(Setting.variable(key)) != null) {
                // Camel would take the 0 that is there for the port, whatever the options say.
                System.setProperty(key, options.getProperty(key));
            }
            return Optional.of(socket);
        } catch (IOException e) {
            // The address can't be used, which is told when the job is to listen there.
            return Optional.empty();
        }
    }

    /**
     * Its number.
     *
     * @throws Refusal if it is none
     */
    int number(CamelContext context, Properties options) {
        String port = setting(context, options, "port");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw Refusal.usage(
                    "{0}.port={1} is not allowed: use a whole number from 0 to 65535", settings, Refusal.shown(port));
        }
        return Integer.parseInt(port);
    }

    /** Where the job is going to listen, such as {@code http://127.0.0.1:8080}; empty, with a warning, if it can't. */
    Optional<String> address(CamelContext context, Properties options) {
        if (!Boolean.parseBoolean(setting(context, options, "enabled"))) {
            return Optional.empty();
        }
        int port = number(context, options);
        String host = setting(context, options, "host");
        // As the server itself does it: a connection that was closed just now is no obstacle.
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            LOG.debug("{} is free", socket);
            return Optional.of(address(host, Integer.toString(port)));
        } catch (IOException e) {
            LOG.warn(
                    "{}.port={} can't be used at {} ({}): the job runs without {}; set {}.port to a free port, or to 0, and"
                            + " start it again",
                    settings,
                    port,
                    host,
                    e.getMessage(),
                    use,
                    settings);
            return Optional.empty();
        }
    }

    /** Where programs of this machine reach what listens on an address, such as {@code http://127.0.0.1:8080}. */
    static String address(String host, String port) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://"
                + (reachable.contains(":") && !reachable.startsWith("[") ? "[" + reachable + "]" : reachable)
                + ":"
                + port;
    }

    /** As the options have it: of what they lack, Camel knows the default. */
    String setting(CamelContext context, Properties options, String key) {
        String name = settings + "." + key;
        return context.resolvePropertyPlaceholders(options.getProperty(name, "{{" + name + "}}"));
    }
}
