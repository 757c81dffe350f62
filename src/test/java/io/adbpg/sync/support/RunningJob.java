package io.adbpg.sync.support;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.routes.CaptureRoute;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A job that runs in the test's own JVM, with the shipped routes and table routes of the test's. */
public final class RunningJob implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String name;
    private final TestDatabase source;
    private final TestDatabase target;
    private final Job job;
    private final Backlog backlog;

    private RunningJob(String name, TestDatabase source, TestDatabase target, Job job) {
        this.name = name;
        this.source = source;
        this.target = target;
        this.job = job;
        this.backlog = new Backlog(source, target, positionTable());
    }

    /** A name that no other job of this run has. */
    public static String newName() {
        return "test_" + NAMES.incrementAndGet();
    }

    /**
     * Starts a job and waits until it is in step.
     *
     * @param tables the file with the table routes
     */
    public static RunningJob start(String tables, TestDatabase source, TestDatabase target) throws Exception {
        return start(tables, source, target, Map.of());
    }

    /**
     * Starts a job and waits until it is in step.
     *
     * @param settings settings that differ from {@link #settings}, ours and Camel's
     */
    public static RunningJob start(
            String tables, TestDatabase source, TestDatabase target, Map<String, String> settings) throws Exception {
        RunningJob running = launch(tables, source, target, settings);
        try {
            running.awaitState(JobState.SYNCING);
            return running;
        } catch (AssertionError | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /**
     * Starts a job that may fail to get in step.
     *
     * @param settings settings that differ from {@link #settings}
     */
    public static RunningJob launch(
            String tables, TestDatabase source, TestDatabase target, Map<String, String> settings) throws Exception {
        Map<String, String> all = settings(newName(), source, target);
        all.putAll(settings);
        RunningJob running = new RunningJob(
                all.get("sync.job"), source, target, new Job(Settings.read(all::get), overrides(tables, all)));
        long begin = System.nanoTime();
        running.job.start();
        OpenJobs.add(running, running::report);
        Phases.add(Phases.Phase.JOBS, System.nanoTime() - begin);
        return running;
    }

    /**
     * Starts what is needed to look at both ends of a job, and not the job; the caller closes it.
     *
     * @param settings all settings
     */
    public static Job onlyChecked(String tables, Map<String, String> settings) throws Exception {
        Job job = Job.onlyChecked(Settings.read(settings::get), overrides(tables, settings));
        job.start();
        return job;
    }

    private static Properties overrides(String tables, Map<String, String> all) {
        Properties overrides = new Properties();
        overrides.putAll(all);
        overrides.setProperty("camel.management.enabled", "false");
        overrides.setProperty("camel.server.enabled", "false");
        // Most of its start would be the making of a managed bean for each step.
        overrides.putIfAbsent("camel.main.jmx-management-m-beans-level", "RoutesOnly");
        overrides.putIfAbsent(
                "camel.main.routes-include-pattern",
                "file:" + ShippedCapture.file() + ",file:routes/initial-load.camel.yaml,file:routes/table.camel.yaml,"
                        + "file:routes/statements.camel.yaml,file:routes/precheck.camel.yaml,file:"
                        + tables);
        return overrides;
    }

    /** The settings of a job between two databases, as their superuser. */
    public static Map<String, String> settings(String job, TestDatabase source, TestDatabase target) {
        Map<String, String> settings = new HashMap<>();
        settings.put("sync.job", job);
        settings.put("sync.initial-load", "none");
        settings.put("sync.initial-load-threads", "2");
        settings.put("sync.existing-data", "stop");
        settings.put("sync.create-tables", "false");
        settings.put("sync.operations", "insert,update,delete");
        settings.put("sync.schema-changes", "wait");
        settings.put("sync.dropped-columns", "keep");
        settings.put("sync.on-error", "stop");
        settings.put("sync.quarantine-max-changes", "10000");
        settings.put("sync.vacuum", "advise");
        settings.put("sync.standby", "false");
        settings.put("sync.camel-cli", "false");
        settings.put("sync.health-max-delay-seconds", "60");
        settings.put("source.capture", Capture.DEBEZIUM.word());
        settings.put("source.slot-failover", "false");
        putServer(settings, "source.", source);
        putServer(settings, "target.", target);
        return settings;
    }

    private static void putServer(Map<String, String> settings, String prefix, TestDatabase database) {
        settings.put(prefix + "host", database.host());
        settings.put(prefix + "port", Integer.toString(database.port()));
        settings.put(prefix + "database", database.name());
        settings.put(prefix + "user", database.user());
        settings.put(prefix + "password", "");
        settings.put(prefix + "ssl-mode", "disable");
    }

    /** The job itself. */
    public Job job() {
        return job;
    }

    /** The job's name. */
    public String name() {
        return name;
    }

    /** The Camel context of the job. */
    public CamelContext context() {
        return job.context();
    }

    /** The id of the route that reads the source. */
    public String captureRoute() {
        return CaptureRoute.id(context()).orElseThrow();
    }

    /** Waits for a state. */
    public void awaitState(JobState state) {
        patience(this::failIfFailed)
                .until("the job is " + state.word(), () -> job.status().view().state() == state);
    }

    private Patience patience(Patience.Check check) {
        return new Patience(this::movement, this::report, check);
    }

    /** What changes as long as the job does something. */
    private String movement() {
        return job.status().view() + " " + job.status().tables() + " " + Backlog.beyondHeartbeats(written()) + " "
                + job.metrics().changes();
    }

    /** How the job and both servers stand. */
    private String report() {
        return "job " + name + ": " + job.status().describe().toString() + "\ntables: "
                + job.status().tables() + "\nwritten: " + Lsn.text(written()) + "\n"
                + Patience.activity(source, target);
    }

    private void failIfFailed() {
        if (job.status().view().state() == JobState.FAILED) {
            throw new AssertionError("the job failed: " + job.status().view().reason());
        }
    }

    /** Waits until the job gives up or waits for somebody, and says why. */
    public String awaitRefusal() {
        patience(() -> {})
                .until(
                        "the job refuses something",
                        () -> isRefused(job.status().view().state()));
        return job.status().view().reason();
    }

    /** Waits until the job gives up or waits for somebody with a reason that contains this; returns the reason. */
    public String awaitRefusal(String part) {
        patience(() -> {})
                .until(
                        "the job refuses: " + part,
                        () -> isRefused(job.status().view().state())
                                && job.status().view().reason().contains(part));
        return job.status().view().reason();
    }

    private static boolean isRefused(JobState state) {
        return state == JobState.FAILED || state == JobState.WAITING;
    }

    /** Waits until the target holds all that the source has committed by now, and the job meets no failure. */
    public void awaitUndisturbed() {
        awaitInStep(() -> {
            if (isRefused(job.status().view().state())) {
                throw new AssertionError("the job met: " + job.status().view().reason());
            }
        });
    }

    /** Waits until the target holds all that the source has committed by now. */
    public void awaitInStep() {
        awaitInStep(this::failIfFailed);
    }

    private void awaitInStep(Patience.Check check) {
        long lsn = Lsn.parse(source.walEnd());
        WalMessage message = new WalMessage(source);
        patience(check).until("the target holds all up to the source's " + Lsn.text(lsn), () -> {
            if (holds(lsn)) {
                return true;
            }
            message.send();
            return false;
        });
    }

    /** Whether the job has committed on the target what was committed at the source up to here. */
    public boolean holds(String lsn) {
        return holds(Lsn.parse(lsn));
    }

    /** Not while no table streams yet: a new job has the position of its slot before it has loaded anything. */
    private boolean holds(long lsn) {
        return job.status().view().state() != JobState.LOADING
                && position().reached().filter(reached -> reached.lsn() >= lsn).isPresent();
    }

    /** The last position that the job has written. */
    public long written() {
        return position().written();
    }

    private CommitPosition position() {
        return job.context().getRegistry().lookupByNameAndType("position", CommitPosition.class);
    }

    /** Where the job keeps the changes that the target refuses. */
    public Quarantine quarantine() {
        return job.context().getRegistry().lookupByNameAndType("quarantine", Quarantine.class);
    }

    /** See {@link Backlog#bytes}. */
    public long backlog() {
        return backlog.bytes();
    }

    /** The table that holds the job's position. */
    public String positionTable() {
        return "adbpg_sync.position_" + name;
    }

    /** The name of the job's slot. */
    public String slot() {
        return "adbpg_sync_" + name;
    }

    /**
     * Compares tables on both ends; gives the line of each.
     *
     * @param tables their names, with commas between; blank for all
     */
    public List<String> verify(String tables, boolean repairs) {
        job.control().verify(tables, repairs);
        return awaitVerified();
    }

    /** Waits for the end of a comparison that was started; a line for each table. */
    public List<String> awaitVerified() {
        patience(() -> {})
                .until("the comparison has ended", () -> List.of(job.control().getVerified())
                        .contains("ended"));
        String[] lines = job.control().getVerified();
        return List.of(lines).subList(0, lines.length - 1);
    }

    /** The rows that the last comparison has named: table, how it differs, key, and the columns that differ. */
    public List<String> differences() throws DeserializationException {
        List<String> differences = new ArrayList<>();
        for (String line : job.control().verified(0).lines().toList()) {
            JsonObject table = (JsonObject) Jsoner.deserialize(line);
            JsonArray rows = (JsonArray) table.getOrDefault("differences", new JsonArray());
            rows.stream()
                    .map(JsonObject.class::cast)
                    .forEach(row -> differences.add(table.get("table") + " " + row.get("kind") + " " + row.get("row")
                            + " " + row.get("columns")));
        }
        return differences;
    }

    /** Waits until a query gives the same rows on both ends. */
    public void awaitSameRows(String sourceQuery, String targetQuery) {
        patience(() -> {}).until("the same rows by " + targetQuery, () -> source.rows(sourceQuery)
                .equals(target.rows(targetQuery)));
    }

    @Override
    public void close() {
        OpenJobs.remove(this);
        job.close();
    }
}
