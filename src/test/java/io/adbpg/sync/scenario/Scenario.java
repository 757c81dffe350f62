package io.adbpg.sync.scenario;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.ServerPair;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of {@code src/test/resources/scenarios}, as it is or, beside others in one pair of databases, in schemas of its own.
 *
 * @param name of the folder
 * @param suffix what the schemas {@code app} and {@code ods} and the ids of the routes end in; empty if they are as written
 */
record Scenario(String name, String suffix) {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\\\ir (.+)$");
    private static final Pattern SCHEMA = Pattern.compile("\\b(app|ods)\\b");
    private static final Pattern ROUTE = Pattern.compile("(?m)(routeId: .*\\S)\\s*$");

    /** The scenarios whose names begin with {@code -Dscenario}, as they are written. */
    static List<Scenario> all() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith(System.getProperty("scenario", "")))
                    .sorted()
                    .map(name -> new Scenario(name, ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same in schemas of its own. */
    Scenario apart() {
        return new Scenario(name, "_" + name.replace('-', '_'));
    }

    /** Whether it needs databases and a job of its own. */
    boolean isAlone() {
        return has("alone.txt") || has("settings.properties");
    }

    /** Whether it is for other versions, too. */
    boolean isForEveryKernel() {
        return has("every-kernel.txt");
    }

    /** Whether it makes sense with a load. */
    boolean canLoad() {
        return !has("stream-only.txt");
    }

    /** The captures that run it. */
    Stream<Capture> captures() {
        boolean onlyPgOutput = has("only-pgoutput.txt");
        return Stream.of(Capture.DEBEZIUM, Capture.PGOUTPUT)
                .filter(capture -> !onlyPgOutput || capture == Capture.PGOUTPUT);
    }

    /** Why it can't run between these servers; empty if it can. */
    Optional<String> obstacle(ServerPair servers) {
        return Stream.of(
                        obstacle("source-from.txt", servers::isSourceFrom),
                        obstacle("source-before.txt", line -> !servers.isSourceFrom(line)),
                        obstacle("target-from.txt", servers::isTargetFrom),
                        obstacle("not-on-greenplum.txt", line -> !servers.isTargetGreenplum()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A file's text, if there is one and its first line does not hold. */
    private Optional<String> obstacle(String file, Predicate<String> holds) {
        return Optional.of(file)
                .filter(this::has)
                .map(there -> text(there).strip())
                .filter(text -> !holds.test(text.lines().findFirst().orElseThrow()))
                .map(text -> file + ": " + text);
    }

    /** Whether the job must refuse it. */
    boolean isRefused(Capture capture) {
        return refusalFile(capture) != null;
    }

    /** Whether the job refuses it only at its changes. */
    boolean isRefusedByChanges() {
        return has("refusal.txt") && has("changes.sql");
    }

    /** The message with which the job must refuse. */
    String refusal(Capture capture) {
        return text(refusalFile(capture)).strip();
    }

    private String refusalFile(Capture capture) {
        return Stream.of("refusal.txt", "refusal-" + capture.word() + ".txt")
                .filter(this::has)
                .findFirst()
                .orElse(null);
    }

    /** Makes the source's tables. */
    String source() {
        return sql("source.sql");
    }

    /** Whether the target is to be a twin of the source. */
    boolean isTwin() {
        return !has("target.sql");
    }

    /** Makes the target's tables. */
    String target() {
        return isTwin() ? inOwnSchemas(text("source.sql").replaceAll("\\bapp\\b", "ods")) : sql("target.sql");
    }

    /** All changes, as one transaction. */
    String changes() {
        return sql("changes.sql");
    }

    /** The changes, transaction by transaction. */
    List<String> transactions() {
        return List.of(changes().split("-- next transaction"));
    }

    /** Queries in pairs: on the source, and on the target for the same rows. */
    List<String> expected() {
        return List.of(sql("expected.sql").strip().split(";", 0));
    }

    /** The file with the table routes. */
    Path tablesFile() {
        return FOLDER.resolve(has("tables.camel.yaml") ? name + "/tables.camel.yaml" : "app-to-ods.camel.yaml");
    }

    /** The table routes, as YAML. */
    String tables() {
        String yaml = inOwnSchemas(read(tablesFile()));
        return suffix.isEmpty()
                ? yaml
                : ROUTE.matcher(yaml).replaceAll(route -> {
                    String id = Matcher.quoteReplacement(route.group(1));
                    return id.endsWith("\"") ? id.substring(0, id.length() - 1) + suffix + "\"" : id + suffix;
                });
    }

    /** The lines that {@code verify} must print of its tables; null if it must find all equal. */
    List<String> verified() {
        return has("verified.txt") ? inOwnSchemas(text("verified.txt")).lines().toList() : null;
    }

    /** Whether a line of {@code verify} is of one of its tables. */
    boolean owns(String line) {
        return suffix.isEmpty() || line.contains("app" + suffix + ".");
    }

    /** The settings that differ. */
    Map<String, String> settings(Capture capture) {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.capture", capture.word());
        if (has("settings.properties")) {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(text("settings.properties")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        }
        return settings;
    }

    /** A name in the source's schema, as a twin has it in the target's. */
    String schema(String schema) {
        return schema + suffix;
    }

    private boolean has(String file) {
        return Files.exists(FOLDER.resolve(name).resolve(file));
    }

    private String sql(String file) {
        return inOwnSchemas(text(file));
    }

    private String inOwnSchemas(String text) {
        return suffix.isEmpty() ? text : SCHEMA.matcher(text).replaceAll("$1" + suffix);
    }

    private String text(String file) {
        return INCLUDE.matcher(read(FOLDER.resolve(name).resolve(file)))
                .replaceAll(include -> Matcher.quoteReplacement(text(include.group(1))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
