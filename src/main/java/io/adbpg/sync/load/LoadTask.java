package io.adbpg.sync.load;

import io.adbpg.sync.apply.RefusedRow;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.quarantine.TableQuarantine;
import io.adbpg.sync.status.LoadProgress;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The load of one table while it is under way. */
final class LoadTask {
    private final TableLoad load;
    private final int version;
    private final TableSize size;
    private final LoadProgress progress;
    private final ShadowTable shadow;
    private final TableQuarantine quarantine;
    private final AtomicInteger partsLeft;
    private final boolean inParts;
    private final boolean referred;
    private final AtomicInteger quarantined = new AtomicInteger();
    private volatile boolean failed;

    /**
     * @param version the source's version, such as 160011
     * @param shadow the table that COPY fills and that then replaces the target table; null if COPY fills the target table
     * @param quarantine takes the rows that the target refuses
     * @param parts how many parts the table is loaded in
     * @param referred whether foreign keys refer to the target table
     */
    LoadTask(
            TableLoad load,
            int version,
            TableSize size,
            LoadProgress progress,
            ShadowTable shadow,
            TableQuarantine quarantine,
            int parts,
            boolean referred) {
        this.load = load;
        this.version = version;
        this.size = size;
        this.progress = progress;
        this.shadow = shadow;
        this.quarantine = quarantine;
        this.partsLeft = new AtomicInteger(parts);
        this.inParts = parts > 1;
        this.referred = referred;
    }

    TableLoad load() {
        return load;
    }

    /** The source's version, such as 160011. */
    int version() {
        return version;
    }

    /** The source table's size when the load was planned. */
    TableSize size() {
        return size;
    }

    LoadProgress progress() {
        return progress;
    }

    /** Takes the rows that the target refuses. */
    TableQuarantine quarantine() {
        return quarantine;
    }

    /** The table that COPY fills, quoted for SQL. */
    String into() {
        return shadow == null ? load.target() : shadow.toSql();
    }

    /** The refusal for a COPY that the target refused; {@code lines} gives the row of a line. */
    Refusal refusal(SQLException failure, IntFunction<Row> lines) {
        String name = shadow == null ? load.targetName().table() : shadow.name();
        return new RefusedRow(load.mapping().copied(load.name())).refusal(failure, name, lines);
    }

    /** Whether the old rows must be deleted in the transaction that brings the new ones. */
    boolean isReplacing() {
        return load.way() == TableLoad.Way.REPLACE && shadow == null;
    }

    /** Whether foreign keys refer to the target table, which can't be truncated then. */
    boolean isReferred() {
        return referred;
    }

    /** Whether rows become visible on the target before all are there. */
    boolean isBegun() {
        return inParts && shadow == null;
    }

    /** The phase that the table must have for its load to be recorded; null if it must have none. */
    Phase expected() {
        TableStates.State before = load.before();
        return isBegun() ? Phase.BEGUN : before == null ? null : before.phase();
    }

    /** Lets the shadow table replace the target table, if there is one. */
    void swap() {
        if (shadow != null) {
            shadow.swap();
        }
    }

    /** Alters the table with the new rows; {@code addition} is what follows {@code ALTER TABLE} and its name. */
    void alter(Database target, String addition) {
        if (shadow == null) {
            target.run("ALTER TABLE " + load.target() + " " + addition);
        } else {
            shadow.alter(addition);
        }
    }

    /** Drops the table that a shadow table has replaced, in a transaction after that. */
    void dropReplaced() {
        if (shadow != null) {
            shadow.dropReplaced();
        }
    }

    boolean isInParts() {
        return inParts;
    }

    /** Counts a finished part; returns whether it was the last one. */
    boolean finishPart() {
        return partsLeft.decrementAndGet() == 0;
    }

    /** Counts rows that the target has refused. */
    void countQuarantined(int rows) {
        quarantined.addAndGet(rows);
    }

    /** How many rows the target has refused. */
    int quarantined() {
        return quarantined.get();
    }

    /** Marks the load as failed, so that its other parts are not copied. */
    void fail() {
        failed = true;
        quarantine.giveUp();
    }

    boolean hasFailed() {
        return failed;
    }
}
