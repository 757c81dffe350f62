package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.precheck.Precheck;
import io.adbpg.sync.routes.Pause;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.verify.Verification;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;

/** The actions of a running job, whether asked for by HTTP, by JMX or by command. */
public final class JobControl {
    /** A comma outside quotes. */
    private static final String COMMA = "\\s*,\\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private final JobStatus status;
    private final Pause pause;
    private final Verification verification;
    private final Precheck precheck;
    private final TablesOutOfStep outOfStep;

    /** The control of the job with this status. */
    public JobControl(
            JobStatus status, Pause pause, Verification verification, Precheck precheck, TablesOutOfStep outOfStep) {
        this.status = status;
        this.pause = pause;
        this.verification = verification;
        this.precheck = precheck;
        this.outOfStep = outOfStep;
    }

    /** Pauses the job; returns when it is, with a line that says so. */
    public Message pause() {
        return pause.pause();
    }

    /** Lets the job go on; returns a line that says what it does then. */
    public Message resume() {
        return pause.resume();
    }

    /** Looks at both ends now; returns what was found, in JSON. */
    public String precheck() {
        return precheck.run().toJson().toJson();
    }

    /**
     * Loads tables again, while readers see what they hold and the other tables stay in step. Returns at once.
     *
     * @param tables their names on the source, written as in SQL, separated by commas
     * @return a line that says what happens now
     * @throws Refusal if the job has no such table, it is not in step, it can't be loaded again, or the precheck
     *     finds that its load would fail; then none is loaded
     */
    public Message reload(String tables) {
        Set<TableName> names = new LinkedHashSet<>();
        for (String table : (tables == null ? "" : tables.strip()).split(COMMA, 0)) {
            TableName name = parse(table);
            requireInStep(name);
            names.add(name);
        }
        precheck.beforeReload(names);
        outOfStep.request(names);
        String list = names.stream().map(TableName::toString).collect(Collectors.joining(", "));
        return names.size() == 1
                ? Message.of("table {0} is being loaded again", list)
                : Message.of("tables {0} are being loaded again", list);
    }

    private void requireInStep(TableName name) {
        TableStatus current = status.tables().get(name);
        if (current == null) {
            throw Refusal.usage(
                    "the job has no table {0}: use one of {1}",
                    name,
                    String.join(
                            ", ",
                            status.tables().keySet().stream()
                                    .map(TableName::toString)
                                    .toList()));
        }
        JobState now = status.view().state();
        if (now == JobState.PAUSED || now == JobState.STOPPED || now == JobState.FAILED) {
            throw Refusal.of(
                    "table {0} can't be loaded again now, the job is {1}; ask again when it goes on",
                    name, status.describe());
        }
        if (current.state() != State.SYNCING) {
            throw Refusal.of(
                    "table {0} can't be loaded again now, it is {1}: ask again when it is syncing; several tables"
                            + " can be asked for at once",
                    name, current.state());
        }
    }

    private static TableName parse(String table) {
        if (table == null || table.isBlank()) {
            throw Refusal.usage("no table is named: use a name such as public.orders");
        }
        try {
            return TableName.parse(table);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(Worded.of(e));
        }
    }

    /**
     * Compares tables on both ends. Returns at once; {@link #verified} tells what was found.
     *
     * @param tables their names on the source, separated by commas; blank for all
     * @param repairs whether rows that differ are written anew
     * @throws Refusal if the job has no such table, or another comparison is under way
     */
    public void verify(String tables, boolean repairs) {
        String names = tables == null ? "" : tables.strip();
        verification.start(names.isEmpty() ? List.of() : List.of(names.split(COMMA, 0)), repairs);
    }

    /** What the last comparison has found by now, a line per table, and {@code ended}. */
    public String[] getVerified() {
        return verification.found(0).stream()
                .map(found -> found.containsKey("end") ? "ended" : found.getString("line"))
                .toArray(String[]::new);
    }

    /** What the last comparison has found after the first {@code from} lines, in JSON, a line each. */
    public String verified(int from) {
        return verification.found(Math.max(0, from)).stream()
                .map(JsonObject::toJson)
                .collect(Collectors.joining("\n"));
    }
}
