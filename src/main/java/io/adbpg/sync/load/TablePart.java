package io.adbpg.sync.load;

import io.adbpg.sync.quarantine.PartQuarantine;
import java.util.List;

/**
 * A table, or a part of it, that is copied in one transaction. Route {@code initial-load} gets it as the message body.
 *
 * @param task the table's load
 * @param snapshot the snapshot that it is read from
 * @param condition an SQL condition over {@code ctid} that selects the part; blank for the whole table
 * @param quarantine takes the rows that the target refuses, in the part's transaction
 * @param unit the loads that share its transaction, its own among them
 * @param isFollowed whether another of them is to come in the same transaction
 */
public record TablePart(
        LoadTask task,
        ExportedSnapshot snapshot,
        String condition,
        PartQuarantine quarantine,
        List<LoadTask> unit,
        boolean isFollowed) {

    /** A part with a transaction of its own. */
    TablePart(LoadTask task, ExportedSnapshot snapshot, String condition) {
        this(task, snapshot, condition, task.quarantine().part(), List.of(task), false);
    }

    /** Returns the same part, in a transaction that other loads share. */
    TablePart sharing(List<LoadTask> shared, boolean hasFollower) {
        return new TablePart(task, snapshot, condition, quarantine, shared, hasFollower);
    }

    /** Whether rows that the target refuses are quarantined. */
    boolean isSifted() {
        return task.quarantine().isOn() && task.load().isSiftable();
    }

    /** The beginning of the statement that empties the target table. */
    public String emptying() {
        return task.isReferred() ? "DELETE FROM" : "TRUNCATE TABLE";
    }

    /** The target table for a statement that removes its own rows, quoted for SQL. */
    public String target() {
        return task.load().mapping().targetTable(task.load().name()).toSql();
    }

    /** The SQL condition on the target table {@code t} that selects the rows of this source table. */
    public String ownRows() {
        return task.load().shared() ? task.load().mapping().ownRows(task.load().name()) : "true";
    }

    /** Whether the old rows are deleted in the same transaction. */
    public boolean isReplacing() {
        return task.isReplacing();
    }

    /** Whether the rows go through the table's route. */
    public boolean isThroughRoute() {
        return task.load().way() == TableLoad.Way.ROUTE;
    }

    /** Whether the part is the whole table. */
    public boolean isWhole() {
        return !task.isInParts();
    }

    /** The source's COPY statement: mapped rows for the target table, or raw ones for the table's route. */
    String out() {
        TableLoad load = task.load();
        return "COPY ("
                + (isThroughRoute() ? load.rawQuery() : load.mapping().loadQuery(load.name(), condition, isSifted()))
                + ") TO STDOUT";
    }

    /** The target's COPY statement. */
    String in() {
        TableLoad load = task.load();
        return "COPY " + task.into() + " " + load.mapping().loadColumns(load.name()) + " FROM STDIN";
    }
}
