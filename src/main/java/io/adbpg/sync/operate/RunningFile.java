package io.adbpg.sync.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file by which the commands find the job that runs in a folder, whatever port it listens on: {@code running.properties}, in that
 * folder or, where the job can't write there, in the one that systemd has made for it. It says which process has written it, and where that
 * runs, so that one that a killed job has left, or another folder of the name, is known for what it is.
 *
 * @param folder where the job runs
 * @param commands where the job listens, such as {@code http://127.0.0.1:8080}
 */
public record RunningFile(Path file, Path folder, long pid, Instant startedAt, String commands) {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final String NAME = "running.properties";
    /** The environment variable by which systemd names the folder that it has made for the job. */
    private static final String RUNTIME_DIRECTORY = "RUNTIME_DIRECTORY";

    private static final Path RUNTIME = Path.of("/run/adbpg-sync");
    /** The system tells the start of a process by the clock, which may have been set meanwhile. */
    private static final Duration CLOCK_SET = Duration.ofSeconds(10);

    /**
     * Finds the file of the job that runs in a folder.
     *
     * @return empty if there is none, or the process that has written it is gone
     */
    public static Optional<RunningFile> find(Path folder) {
        Path real = real(folder);
        Path name = real.getFileName();
        Stream<Path> places = name == null ? Stream.of(real) : Stream.of(real, RUNTIME.resolve(name));
        return places.flatMap(place -> read(place.resolve(NAME)).stream())
                .filter(file -> file.folder().equals(real) && file.isOfRunningProcess())
                .findFirst();
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    private static Optional<RunningFile> read(Path file) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new RunningFile(
                    file,
                    Path.of(properties.getProperty("folder", "")),
                    Long.parseLong(properties.getProperty("pid", "")),
                    Instant.parse(properties.getProperty("started", "")),
                    properties.getProperty("commands", "")));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private boolean isOfRunningProcess() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_SET) < 0)
                .isPresent();
    }

    /**
     * Writes the file of this process, unless another copy of the job runs in the folder.
     *
     * @return what to {@link #delete} in the end; empty if nothing was written
     */
    public static Optional<RunningFile> write(Path folder, String commands) {
        if (find(folder).isPresent()) {
            return Optional.empty();
        }
        ProcessHandle self = ProcessHandle.current();
        Instant start = self.info().startInstant().orElseGet(Instant::now);
        String given = System.getenv(RUNTIME_DIRECTORY);
        List<Path> places =
                given == null || given.isBlank() ? List.of(folder) : List.of(folder, Path.of(given.split(":", 2)[0]));
        for (Path place : places) {
            RunningFile file = new RunningFile(place.resolve(NAME), real(folder), self.pid(), start, commands);
            try {
                file.store();
                return Optional.of(file);
            } catch (IOException e) {
                LOG.debug("{} can't be written", file.file(), e);
            }
        }
        LOG.info(
                "commands find the job by camel.server.port alone: no file can be written in {}",
                folder.toAbsolutePath());
        return Optional.empty();
    }

    private void store() throws IOException {
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".running", "");
        try {
            Properties properties = new Properties();
            properties.setProperty("folder", folder.toString());
            properties.setProperty("pid", Long.toString(pid));
            properties.setProperty("started", startedAt.toString());
            properties.setProperty("commands", commands);
            try (var writer = Files.newBufferedWriter(fresh)) {
                properties.store(writer, "Where the job listens, which deletes this file when it ends.");
            }
            // Other accounts may use the commands; where the job listens is no secret.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Deletes the file. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays", file, e);
        }
    }
}
