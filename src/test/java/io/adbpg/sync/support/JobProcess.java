package io.adbpg.sync.support;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.settings.Capture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A job that runs as a program of its own, from {@code target/adbpg-sync.jar}, so that it can be killed. */
public final class JobProcess implements AutoCloseable {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** It promises 15. */
    private static final int LONGEST_END_SECONDS = 30;

    private final String name;
    private final Path folder;
    private final TestDatabase source;
    private final TestDatabase target;
    private final List<String> jvmOptions;
    private final Supplier<List<String>> command;
    private final Backlog backlog;
    private Process process;

    private JobProcess(
            String name,
            Path folder,
            TestDatabase source,
            TestDatabase target,
            List<String> jvmOptions,
            Supplier<List<String>> command) {
        this.name = name;
        this.folder = folder;
        this.source = source;
        this.target = target;
        this.jvmOptions = jvmOptions;
        this.command = command;
        this.backlog = new Backlog(source, target, positionTable());
    }

    /**
     * Makes a working directory with the shipped settings and routes, but these tables and databases; starts nothing.
     *
     * @param folder an empty folder
     * @param tables the table routes, as YAML
     * @param jvmOptions such as {@code -Xmx256m}
     */
    public static JobProcess in(
            Path folder, String tables, TestDatabase source, TestDatabase target, Capture capture, String... jvmOptions)
            throws IOException {
        return in(folder, tables, source, target, Map.of("source.capture", capture.word()), jvmOptions);
    }

    /**
     * Makes a working directory with the shipped settings and routes, but these tables and databases; starts nothing.
     *
     * @param more settings that differ from {@link RunningJob#settings}
     */
    public static JobProcess in(
            Path folder,
            String tables,
            TestDatabase source,
            TestDatabase target,
            Map<String, String> more,
            String... jvmOptions)
            throws IOException {
        String name = more.getOrDefault("sync.job", RunningJob.newName());
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/capture.camel.yaml"), ShippedCapture.text());
        for (String file : List.of("initial-load", "table", "statements", "operate", "precheck")) {
            String route = "routes/" + file + ".camel.yaml";
            Files.copy(PROJECT.resolve(route), folder.resolve(route));
        }
        Files.writeString(folder.resolve("routes/tables.camel.yaml"), tables);
        Properties properties = new Properties();
        try (var shipped = Files.newBufferedReader(PROJECT.resolve("application.properties"))) {
            properties.load(shipped);
        }
        properties.putAll(RunningJob.settings(name, source, target));
        properties.setProperty("camel.management.enabled", "false");
        properties.setProperty("camel.server.port", "0");
        properties.putAll(more);
        try (var writer = Files.newBufferedWriter(folder.resolve("application.properties"))) {
            properties.store(writer, null);
        }

        List<String> options = List.of(jvmOptions);
        return new JobProcess(name, folder, source, target, options, () -> java(FastStart.options(), options));
    }

    /** The same program without the options that let it start fast in tests: as users start it. */
    public JobProcess withDefaultJvm() {
        return startedWith(List::of);
    }

    /** The same program, started with these options in place of those that let it start fast. */
    JobProcess startedWith(Supplier<List<String>> options) {
        return new JobProcess(name, folder, source, target, jvmOptions, () -> java(options.get(), jvmOptions));
    }

    /** The same job, started by an installed program's launcher, with what that chooses. */
    public JobProcess startedBy(Path launcher) {
        return new JobProcess(name, folder, source, target, jvmOptions, () -> List.of(launcher.toString()));
    }

    private static List<String> java(List<String> startOptions, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(startOptions);
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", PROJECT.resolve("target/adbpg-sync.jar").toString()));
        return command;
    }

    /** Starts the program; returns at once. */
    public void start() throws IOException {
        process = new ProcessBuilder(command.get())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        OpenJobs.add(this, this::report);
    }

    /** Kills the program: no clean-up, no last words. */
    public void kill() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Files.writeString(log(), "---- killed\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Asks the program to end, as Ctrl-C does, and waits for that for no longer than a service manager does. */
    public void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the job has not ended within " + LONGEST_END_SECONDS + " s:\n" + output());
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops all its threads where they are, or lets them go on. */
    public void freeze(boolean frozen) throws IOException, InterruptedException {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(pid()))
                .start()
                .waitFor();
    }

    /** Asks the program to end, and waits until it has. */
    void end() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    /** Waits until the program ends by itself; returns its exit status. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the job has not ended:\n" + output());
        }
        return process.exitValue();
    }

    /** Waits until the source has noticed that nobody reads the job's slot any more. */
    public void awaitSlotUnused() {
        new Patience(this::movement, this::report, () -> {})
                .until(
                        "slot " + slot() + " is unused",
                        () -> source.look("SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + slot()
                                        + "'")
                                == null);
    }

    /** Lets the program run for a while; fails if it ends by itself. */
    public void run(Duration duration) throws InterruptedException {
        if (process.waitFor(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            throw ended();
        }
    }

    /** Waits until something holds; fails if the program ends before. */
    public void awaitThat(String what, Callable<Boolean> condition) {
        new Patience(this::movement, this::report, this::requireAlive).until(what, condition);
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw ended();
        }
    }

    /** What changes as long as the job does something: its log, its position, and the states of its tables. */
    private String movement() {
        try {
            return log().toFile().length() + " " + (knowsPosition() ? stored() : "");
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private String stored() {
        return Backlog.beyondHeartbeats(Lsn.parse(target.look("SELECT lsn FROM " + positionTable())))
                + (isThere(tablesTable())
                        ? target.look("SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM " + tablesTable() + " t")
                        : "");
    }

    private boolean isThere(String table) {
        return target.look("SELECT to_regclass('" + table + "')") != null;
    }

    /** How the job and both servers stand. */
    private String report() {
        return movement() + "\n" + Patience.activity(source, target) + output();
    }

    /** To where it listens now; waits until it does. */
    public Http http() {
        awaitThat("the job listens", () -> Http.toJobIn(folder).isPresent());
        return Http.toJobIn(folder).orElseThrow();
    }

    /** Waits until the target holds all that the source has committed by now. */
    public void awaitInStep() {
        String lsn = source.walEnd();
        WalMessage message = new WalMessage(source);
        awaitThat("the target holds all up to the source's " + lsn, () -> {
            if (holds(lsn)) {
                return true;
            }
            message.send();
            return false;
        });
    }

    private boolean holds(String lsn) {
        return knowsPosition()
                && target.look("SELECT lsn >= '" + lsn + "' FROM " + positionTable())
                        .equals("t");
    }

    /** See {@link Backlog#knowsPosition}. */
    public boolean knowsPosition() {
        return backlog.knowsPosition();
    }

    /** The table that holds the job's position. */
    public String positionTable() {
        return "adbpg_sync.position_" + name;
    }

    /** See {@link Backlog#bytes}. */
    public long backlog() {
        return backlog.bytes();
    }

    /** The table that holds the states of the job's tables. */
    public String tablesTable() {
        return "adbpg_sync.tables_" + name;
    }

    /** The job's name. */
    public String name() {
        return name;
    }

    /** The name of the job's slot. */
    public String slot() {
        return "adbpg_sync_" + name;
    }

    /** The id of the program's process. */
    public long pid() {
        return process.pid();
    }

    /** What the program has printed, in all its runs; blank before the first one. */
    public String output() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve("job.log");
    }

    private AssertionError ended() {
        return new AssertionError("the job ended with exit status " + process.exitValue() + ":\n" + output());
    }

    @Override
    public void close() {
        OpenJobs.remove(this);
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
