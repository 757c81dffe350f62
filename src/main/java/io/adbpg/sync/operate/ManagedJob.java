package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

/** The job as JMX shows it: MBean {@code io.adbpg.sync:type=Job,name=<job>}. An attribute that is not known is null. */
@ManagedResource(description = "The job")
public final class ManagedJob {
    private final JobStatus status;
    private final Monitor monitor;
    private final CommitPosition position;
    private final JobControl control;
    private final RouteTakeover takeover;

    /** The MBean of a job. */
    public ManagedJob(
            JobStatus status, Monitor monitor, CommitPosition position, JobControl control, RouteTakeover takeover) {
        this.status = status;
        this.monitor = monitor;
        this.position = position;
        this.control = control;
        this.takeover = takeover;
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

    /** Since when, in UTC. */
    @ManagedAttribute(description = "Since when it is in this state, in UTC")
    public String getSince() {
        return status.since().toString();
    }

    /** How far the target is behind in time. */
    @ManagedAttribute(description = "How far the target is behind, in milliseconds")
    public Long getDelayMillis() {
        return monitor.delayMillis().isPresent() ? monitor.delayMillis().getAsLong() : null;
    }

    /** How far it is behind in bytes of WAL. */
    @ManagedAttribute(description = "How far the target is behind, in bytes of the source's WAL")
    public Long getDelayBytes() {
        return monitor.slot().map(SlotStatus::delayBytes).orElse(null);
    }

    /** How many changes are applied a second. */
    @ManagedAttribute(description = "Changes applied per second, of late")
    public Double getChangesPerSecond() {
        return monitor.changesPerSecond().isPresent()
                ? monitor.changesPerSecond().getAsDouble()
                : null;
    }

    /** The LSN up to which the target holds everything. */
    @ManagedAttribute(description = "The source's LSN up to which the target holds everything")
    public String getPosition() {
        return position.reached().map(reached -> Lsn.text(reached.lsn())).orElse(null);
    }

    /** How much WAL the source keeps for the job. */
    @ManagedAttribute(description = "How much WAL the source keeps for the job, in bytes")
    public Long getHeldWalBytes() {
        return monitor.slot().map(SlotStatus::heldBytes).orElse(null);
    }

    /** The state of each table, such as {@code public.orders: loading, 120000 rows, 60%, 4 s left}. */
    @ManagedAttribute(description = "What becomes of each table")
    public String[] getTables() {
        Map<TableName, TableStatus> tables = status.tables();
        return monitor.tables().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + text(entry.getValue(), tables.get(entry.getKey())))
                .toArray(String[]::new);
    }

    private static String text(TableView view, TableStatus table) {
        return view.state() == TableView.State.LOADING && table != null ? table.toString() : view.toString();
    }

    /** What has held up the job or a table, newest first. */
    @ManagedAttribute(description = "What has held up the job or a table, newest first")
    public String[] getErrors() {
        return status.errors().stream()
                .map(error -> error.time() + " " + error.place() + ": " + error.message())
                .toArray(String[]::new);
    }

    /** What is in the route files and does not run, since it can't be taken over; blank if they are what runs. */
    @ManagedAttribute(description = "What is in the route files and does not run, since it can't be taken over")
    public String getRefusedRoutes() {
        return takeover.refused().map(RefusedEdit::why).orElse("");
    }

    /** What the last comparison has found by now, a line per table. */
    @ManagedAttribute(description = "What the last comparison has found")
    public String[] getVerified() {
        return control.getVerified();
    }

    /** Pauses the job; returns when it is. */
    @ManagedOperation(description = "Pauses the job after the batch in hand")
    public String pause() {
        return answer(control::pause);
    }

    /** Lets the job go on. */
    @ManagedOperation(description = "Lets the job go on")
    public String resume() {
        return answer(control::resume);
    }

    /** Loads tables again; returns at once. */
    @ManagedOperation(description = "Loads tables again: names such as public.orders, with commas between")
    public String reload(String tables) {
        return answer(() -> control.reload(tables));
    }

    /** Compares tables on both ends; returns at once. */
    @ManagedOperation(description = "Compares tables on both ends: names with commas between; blank for all")
    public String verify(String tables, boolean repairs) {
        return answer(() -> {
            control.verify(tables, repairs);
            return "the comparison has begun: attribute Verified tells what it finds";
        });
    }

    /** A client of JMX has none of this program's classes. */
    private static String answer(Supplier<String> action) {
        try {
            return action.get();
        } catch (Refusal e) {
            throw new IllegalStateException(e.getMessage());
        }
    }
}
