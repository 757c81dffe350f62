package io.adbpg.sync.settings;

import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The options of Camel's that a job depends on. Camel has other defaults for most of them: it would listen on all addresses, and
 * wait for a table route that is stopped. So a job gives its own, and what the environment says of them, to Camel.
 */
public final class CamelOptions {
    private static final Kind<String> SWITCH = Kind.flag().orReference();
    private static final Kind<String> PORT = Kind.number(0, 65_535).orReference();

    /** The address that the job listens on for commands. */
    public static final Setting<String> SERVER_HOST = Setting.of(
            "camel.server.host",
            Kind.text(),
            "127.0.0.1",
            "The address on which it does. Any but a loopback address lets other machines in.");

    /** The port that the job listens on for commands. */
    public static final Setting<String> SERVER_PORT = Setting.of(
            "camel.server.port",
            PORT,
            "8080",
            "The port on which it does. Each job on a machine needs one of its own; with `0` the system chooses it, and the"
                    + " commands find it.");

    static final List<Setting<?>> ROUTES = List.of(
            Setting.of(
                    "camel.main.routes-include-pattern",
                    Kind.text(),
                    "file:routes/*.camel.yaml",
                    "Where the route files are."),
            Setting.of(
                    "camel.main.routes-reload-enabled",
                    SWITCH,
                    "true",
                    "Whether the running job takes over edited route files."),
            Setting.of(
                    "camel.main.routes-reload-directory",
                    Kind.text(),
                    "routes",
                    "The folder that is watched for that."),
            Setting.of(
                    "camel.main.routes-reload-pattern",
                    Kind.text(),
                    "*.camel.yaml",
                    "The files in it that are watched."),
            Setting.of(
                    "camel.component.direct.block",
                    SWITCH,
                    "false",
                    "Leave it: with `false`, stopping a table route pauses the job at once."));

    static final Setting<?> NAME = Setting.of(
            "camel.main.name", Kind.text(), "adbpg-sync", "Name under which JMX and Camel's command show the program.");

    static final List<Setting<?>> METRICS = List.of(
            Setting.of(
                    "camel.metrics.enable-exchange-event-notifier",
                    SWITCH,
                    "false",
                    "Leave it: Camel's meters per endpoint would outnumber the job's own."),
            Setting.of(
                    "camel.metrics.enable-route-event-notifier",
                    SWITCH,
                    "false",
                    "Leave it: Camel's meters per route would outnumber the job's own."));

    static final List<Setting<?>> SERVER = List.of(
            Setting.of(
                    "camel.server.enabled",
                    SWITCH,
                    "true",
                    "Whether the job listens for commands and shows its status page."),
            SERVER_HOST,
            SERVER_PORT);

    static final List<Setting<?>> MANAGEMENT = List.of(
            Setting.of(
                    "camel.management.enabled",
                    SWITCH,
                    "true",
                    "Whether health and metrics are served, at `/observe/health` and `/observe/metrics`."),
            Setting.of(
                    "camel.management.host",
                    Kind.text(),
                    "127.0.0.1",
                    "The address for health and metrics. Any but a loopback address lets other machines in."),
            Setting.of(
                    "camel.management.port",
                    PORT,
                    "9876",
                    "The port for health and metrics. Each job on a machine needs one of its own; with `0` the system chooses it, and"
                            + " `status` tells it."));

    private CamelOptions() {}

    /** All of them. */
    static List<Setting<?>> all() {
        return Stream.of(ROUTES, List.<Setting<?>>of(NAME), METRICS, SERVER, MANAGEMENT)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The options that are set, wherever that is: Camel itself looks for some of them in its file only.
     *
     * @param lookup from a key to its value, null if it is not set
     * @throws Refusal naming the key, its value and what is allowed
     */
    public static Properties given(UnaryOperator<String> lookup) {
        Properties given = new Properties();
        for (Setting<?> option : all()) {
            if (lookup.apply(option.key()) != null) {
                given.setProperty(option.key(), option.read(lookup).toString());
            }
        }
        return given;
    }
}
