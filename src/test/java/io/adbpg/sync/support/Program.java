package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The program as a user runs it: a process of its own, in a folder with settings and routes.
 *
 * @param folder where it runs
 */
public record Program(Path folder) {
    static final Path JAR = Path.of("target/adbpg-sync.jar").toAbsolutePath();
    private static final Path ROUTES = Path.of("routes");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** What a run came to. */
    public record Result(int exitStatus, String out, String err) {}

    /**
     * Writes settings and routes into a folder: the shipped routes, and an entry for each table.
     *
     * @param tables the text of {@code tables.camel.yaml}
     */
    public static Program in(Path folder, Map<String, String> settings, String tables) throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        for (String shipped : List.of("capture", "initial-load", "table", "statements", "operate", "precheck")) {
            String file = shipped + ".camel.yaml";
            Files.copy(ROUTES.resolve(file), folder.resolve("routes").resolve(file));
        }
        Files.writeString(folder.resolve("routes/tables.camel.yaml"), tables);
        Properties properties = new Properties();
        properties.setProperty("camel.main.routes-include-pattern", "file:routes/*.camel.yaml");
        properties.setProperty("camel.component.direct.block", "false");
        properties.setProperty("camel.management.enabled", "false");
        properties.setProperty("camel.server.enabled", "true");
        properties.setProperty("camel.server.host", "127.0.0.1");
        properties.setProperty("camel.server.port", "0");
        properties.putAll(settings);
        try (var writer = Files.newBufferedWriter(folder.resolve("application.properties"))) {
            properties.store(writer, null);
        }
        return new Program(folder);
    }

    /** Starts it, for the caller to end; what it prints goes to files {@code out.txt} and {@code err.txt} of the folder. */
    public Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(FastStart.options());
        command.addAll(List.of("-Xmx256m", "-jar", JAR.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    /** Runs it until it ends by itself. */
    public Result run(List<String> arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError("the program does not end; it says: " + read("out.txt") + read("err.txt"));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), read("out.txt"), read("err.txt"));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }
}
