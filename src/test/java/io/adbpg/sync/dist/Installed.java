package io.adbpg.sync.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program as it lies in a folder once it is installed: the launcher that is shipped, beside what was built.
 *
 * @param folder where it lies
 */
record Installed(Path folder) {
    private static final Path LAUNCHER = Path.of("src/dist/bin/adbpg-sync").toAbsolutePath();
    private static final Path LIST = Path.of("src/dist/lib/adbpg-sync.classes").toAbsolutePath();
    private static final Path BUILT = Path.of("target").toAbsolutePath();
    private static final int LONGEST_SECONDS = 120;

    /** What a run came to. */
    record Result(int exitStatus, String out, String err, long pid) {}

    /** Installs it into an empty folder. */
    static Installed in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("lib"));
        Files.copy(LAUNCHER, folder.resolve("bin/adbpg-sync"), StandardCopyOption.COPY_ATTRIBUTES);
        link(folder, BUILT.resolve("adbpg-sync.jar"));
        if (Files.isDirectory(BUILT.resolve("lib"))) {
            try (var libraries = Files.list(BUILT.resolve("lib"))) {
                for (Path library : libraries.toList()) {
                    link(folder.resolve("lib"), library);
                }
            }
        }
        link(folder.resolve("lib"), LIST);
        return new Installed(folder);
    }

    private static void link(Path folder, Path file) throws IOException {
        Path link = folder.resolve(file.getFileName());
        try {
            Files.createLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            // It is on another disk.
            Files.createSymbolicLink(link, file);
        }
    }

    /** The launcher. */
    Path launcher() {
        return folder.resolve("bin/adbpg-sync");
    }

    /**
     * Runs the launcher until it ends.
     *
     * @param called the launcher, or a link to it, as it is called
     * @param place where it is called
     * @param environment all that there is of an environment, but a {@code PATH}
     */
    static Result run(String called, Path place, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(called, place, environment, arguments);
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the program does not end; it says: " + read(place, "out.txt"));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), read(place, "out.txt"), read(place, "err.txt"), process.pid());
    }

    /** Starts the launcher; what it prints goes to {@code out.txt} and {@code err.txt} there. */
    static Process start(String called, Path place, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(called));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectOutput(place.resolve("out.txt").toFile())
                .redirectError(place.resolve("err.txt").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String read(Path place, String file) throws IOException {
        return Files.readString(place.resolve(file));
    }
}
