package io.adbpg.sync.operate;

import io.adbpg.sync.Refusal;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.operate.TableStatus.State;
import io.adbpg.sync.verify.Verification;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.util.json.JsonObject;

/** What an operator sees of a running job and may ask of it: MBean {@code io.adbpg.sync:type=Job,name=<job>}. */
@ManagedResource(description = "The job")
public final class JobControl {
    /** One that does not stand inside quotes. */
    private static final String COMMA = "\\s*,\\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private final JobStatus status;
    private volatile Consumer<TableName> reloads = table -> {};
    private volatile Verification verification;

    /** The control of the job with this status. */
    public JobControl(JobStatus status) {
        this.status = status;
    }

    /** Takes whoever loads tables again; called when the job begins to run. */
    public void onReload(Consumer<TableName> action) {
        reloads = action;
    }

    /** Takes whoever compares tables. */
    public void onVerify(Verification action) {
        verification = action;
    }

    /** What the job is doing, such as {@code syncing}. */
    @ManagedAttribute(description = "What the job is doing")
    public String getState() {
        return status.view().state().word();
    }

    /** Why; blank if there is nothing to say. */
    @ManagedAttribute(description = "Why it is in this state")
    public String getReason() {
        return status.view().reason();
    }

    /** What becomes of each table, such as {@code public.orders: loading, 120000 rows, 60%, 4 s left}. */
    @ManagedAttribute(description = "What becomes of each table")
    public String[] getTables() {
        return status.tables().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toArray(String[]::new);
    }

    /**
     * Loads a table again, while readers see what it holds and the other tables stay in step. Returns at once.
     *
     * @param table its name on the source, written as in SQL
     * @throws Refusal if the job has no such table, or it is not in step
     */
    @ManagedOperation(description = "Loads a table again, such as public.orders")
    public void reload(String table) {
        TableName name;
        try {
            name = TableName.parse(table);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(e.getMessage());
        }
        TableStatus current = status.tables().get(name);
        if (current == null) {
            throw Refusal.usage("the job has no table " + name + ": use one of "
                    + String.join(
                            ", ",
                            status.tables().keySet().stream()
                                    .map(TableName::toString)
                                    .toList()));
        }
        if (current.state() != State.SYNCING) {
            throw new Refusal("table " + name + " can't be loaded again now, it is "
                    + current.state().word() + ": ask again when it is syncing");
        }
        reloads.accept(name);
    }

    /**
     * Compares tables on both ends. Returns at once; {@link #getVerified()} tells what was found.
     *
     * @param tables their names on the source, separated by commas; blank for all
     * @param repairs whether rows that differ are written anew
     * @throws Refusal if the job has no such table, or another comparison is under way
     */
    @ManagedOperation(description = "Compares tables on both ends: names with commas between; blank for all")
    public void verify(String tables, boolean repairs) {
        String names = tables == null ? "" : tables.strip();
        verification.start(names.isEmpty() ? List.of() : List.of(names.split(COMMA, 0)), repairs);
    }

    /** What the last comparison has found by now, a line per table. */
    @ManagedAttribute(description = "What the last comparison has found")
    public String[] getVerified() {
        return verification.found(0).stream()
                .map(found -> found.containsKey("end") ? "ended" : found.getString("line"))
                .toArray(String[]::new);
    }

    /** What the last comparison has found after the first {@code from} lines, in JSON, a line each. */
    public String verified(int from) {
        return verification.found(from).stream().map(JsonObject::toJson).collect(Collectors.joining("\n"));
    }
}
