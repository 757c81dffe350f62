package io.adbpg.sync.load;

/**
 * A table, or a part of it, that is copied in one transaction: the body of what route {@code initial-load} gets.
 *
 * @param task the table's load
 * @param snapshot where it is read
 * @param condition which part, over {@code ctid}; blank for the whole table
 */
public record TablePart(LoadTask task, ExportedSnapshot snapshot, String condition) {

    /** The target table, for SQL. */
    public String target() {
        return task.load().target();
    }

    /** The condition on the target's rows {@code t} that come from the source table, not from others. */
    public String ownRows() {
        return task.load().shared() ? task.load().mapping().ownRows(task.load().name()) : "true";
    }

    /** Whether the rows from before are deleted in the same transaction. */
    public boolean isReplacing() {
        return task.isReplacing();
    }

    /** Whether the rows go through the table's route. */
    public boolean isThroughRoute() {
        return task.load().way() == TableLoad.Way.ROUTE;
    }

    /** Whether nothing else of the table is left when this is done. */
    public boolean isWhole() {
        return !task.isInParts();
    }

    /** The source's side of the copy: the rows that the target gets, or raw ones for the table's route. */
    String out() {
        TableLoad load = task.load();
        return "COPY (" + (isThroughRoute() ? load.rawQuery() : load.mapping().loadQuery(load.name(), condition))
                + ") TO STDOUT";
    }

    /** The target's side of the copy. */
    String in() {
        TableLoad load = task.load();
        return "COPY " + task.into() + " " + load.mapping().loadColumns(load.name()) + " FROM STDIN";
    }
}
