package io.adbpg.sync.load;

import io.adbpg.sync.apply.RefusedRow;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.status.LoadProgress;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The load of one table while it is under way: which parts are left. */
final class LoadTask {
    private final TableLoad load;
    private final LoadProgress progress;
    private final ShadowTable shadow;
    private final AtomicInteger partsLeft;
    private final boolean inParts;
    private volatile boolean failed;

    /**
     * @param shadow the table that COPY fills, to take the place of the target; null if it fills that itself
     * @param parts how many parts there are
     */
    LoadTask(TableLoad load, LoadProgress progress, ShadowTable shadow, int parts) {
        this.load = load;
        this.progress = progress;
        this.shadow = shadow;
        this.partsLeft = new AtomicInteger(parts);
        this.inParts = parts > 1;
    }

    TableLoad load() {
        return load;
    }

    LoadProgress progress() {
        return progress;
    }

    /** The table that COPY fills, for SQL. */
    String into() {
        return shadow == null ? load.target() : shadow.toSql();
    }

    /** What to say of a COPY that the target refused, whose lines {@code lines} gives. */
    Refusal refusal(SQLException failure, IntFunction<Row> lines) {
        String name = shadow == null ? load.targetName().table() : shadow.name();
        return new RefusedRow(load.mapping().copied(load.name())).refusal(failure, name, lines);
    }

    /** Whether the rows from before must be deleted when the new ones come. */
    boolean isReplacing() {
        return load.way() == TableLoad.Way.REPLACE && shadow == null;
    }

    /** Whether rows are committed to the target before all are there. */
    boolean isBegun() {
        return inParts && shadow == null;
    }

    /**
     * Notes that all rows are there, in the transaction that is under way; the shadow takes its place.
     *
     * @throws IllegalStateException if the table was altered meanwhile: a table that is rewritten looks empty to a snapshot
     *     from before
     */
    void complete(TableStates states, Database source, Database target, long lsn) {
        SourceTables.requireUnaltered(source, load.table());
        if (shadow != null) {
            shadow.swap(target);
        }
        TableStates.State before = load.before();
        states.markLoaded(this, isBegun() ? Phase.BEGUN : before == null ? null : before.phase(), lsn);
    }

    /** Whether there are several parts. */
    boolean isInParts() {
        return inParts;
    }

    /** Notes that a part is there; says whether it was the last one. */
    boolean finishPart() {
        return partsLeft.decrementAndGet() == 0;
    }

    /** Notes that a part could not be copied: the others are of no use. */
    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }
}
