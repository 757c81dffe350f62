package io.adbpg.sync.operate;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the job listens: for commands, and for whoever asks for its health and metrics. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final Properties options;
    private volatile Optional<String> commands = Optional.empty();
    private volatile Optional<String> management = Optional.empty();

    /** @param options what is set of Camel's, wherever that is: Camel itself would ask the environment before {@code -D} */
    public Listeners(Properties options) {
        this.options = options;
    }

    /** Where a program reaches what listens on an address and a port, such as {@code http://127.0.0.1:8080}. */
    public static String address(String host, String port) {
        return ListeningPort.address(host, port);
    }

    /**
     * Puts a free port of this machine in the place of each 0 that options have for one: Camel would take two servers at port 0 for
     * one.
     */
    public static void choosePorts(Properties options) {
        Optional<ServerSocket> first = ListeningPort.COMMANDS.choose(options);
        Optional<ServerSocket> second = ListeningPort.MANAGEMENT.choose(options);
        // Both are open until here, so that they differ.
        first.ifPresent(Listeners::free);
        second.ifPresent(Listeners::free);
    }

    private static void free(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("port {} is not free again", socket.getLocalPort(), e);
        }
    }

    /** The address that the job listens on for commands, as {@code camel.server.host} has it. */
    public String host(CamelContext context) {
        return ListeningPort.COMMANDS.setting(context, options, "host");
    }

    /** Sets up the ports of a job that is about to listen, and warns of those that somebody else has. */
    public void setUp(CamelContext context) {
        // Beside the management's server Camel takes the port of the commands for 8080 unless it finds another one
        // here.
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindPort(ListeningPort.COMMANDS.number(context, options));
        context.getRegistry().bind("server", server);
        commands = ListeningPort.COMMANDS.address(context, options);
        management = ListeningPort.MANAGEMENT.address(context, options);
        commands.ifPresent(address -> LOG.info("commands and status page at {}", address));
        management.ifPresent(address -> LOG.info("health and metrics at {}/observe", address));
    }

    /** Where the job listens for commands, such as {@code http://127.0.0.1:8080}; empty if it does not. */
    public Optional<String> commands() {
        return commands;
    }

    /** Where each of them listens, null for one that does not. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.put("commands", commands.orElse(null));
        json.put("management", management.orElse(null));
        return json;
    }
}
