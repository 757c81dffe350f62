package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Settings.OnError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine for a table that is loaded. What it holds of the table is void with the rows that the load brings, and goes in the
 * transaction that makes them visible. Where rows are committed before that, the refused ones wait beside them.
 */
public final class TableQuarantine {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final String job;
    private final OnError onError;
    private final QuarantineTally tally;
    private final TableName table;
    private final long last;
    private final List<QuarantineLog> logs = new ArrayList<>();
    /** The table of refused rows that wait; null if they don't. */
    private String beside;
    /** How many changes are void. */
    private int voided;
    /** How many refused rows wait. */
    private int waiting;

    private int deleted;
    private boolean isCleared;
    private boolean isOver;

    /**
     * Makes room for as many changes as are void.
     *
     * @param last the number of the last change from before the load
     * @param voided how many changes of the table there are
     */
    TableQuarantine(String job, OnError onError, QuarantineTally tally, TableName table, long last, int voided) {
        this.job = job;
        this.onError = onError;
        this.tally = tally;
        this.table = table;
        this.last = last;
        this.voided = voided;
        tally.release(voided);
    }

    /**
     * Has the rows that the target refuses wait until {@link #clear}, in a table of their own, which is created in the transaction that
     * is under way.
     *
     * @param rows the table in the control schema that the load fills
     */
    public void waitBeside(String rows, TargetConnection connection) throws SQLException {
        beside = rows + "_refused";
        waitingTable(connection).create();
    }

    /** Whether rows that the target refuses are quarantined. */
    public boolean isOn() {
        return onError.quarantines();
    }

    /** The quarantine for a part of the table. */
    public PartQuarantine part() {
        return new PartQuarantine(this, onError.mostQuarantined(), tally);
    }

    /** The table that a part's refused rows are written into. */
    QuarantineTable table(TargetConnection connection) {
        return beside == null ? new QuarantineTable(job, connection::getConnection) : waitingTable(connection);
    }

    private QuarantineTable waitingTable(TargetConnection connection) {
        return QuarantineTable.named(beside, connection::getConnection);
    }

    /** Notes that a part is committed. */
    synchronized void noteCommit(int refused, QuarantineLog log) {
        if (beside == null || isOver) {
            tally.release(refused);
        }
        if (beside == null) {
            tally.addByLoad(refused);
            log.writeAll();
        } else if (!isOver) {
            waiting += refused;
            logs.add(log);
        }
    }

    /**
     * Deletes the changes from before the load, and quarantines what waits; in the transaction that makes the load's rows visible, or
     * deletes the old ones before.
     */
    public synchronized void clear(TargetConnection connection) throws SQLException {
        QuarantineTable all = new QuarantineTable(job, connection::getConnection);
        deleted = voided == 0 ? 0 : all.clear(table, last);
        if (beside != null) {
            all.takeOver(waitingTable(connection));
        }
        isCleared = true;
    }

    /** Notes that the transaction is committed; does nothing if it has not {@linkplain #clear cleared} anything. */
    public synchronized void noteCleared() {
        if (!isCleared) {
            return;
        }
        tally.addByLoad(waiting - deleted);
        if (deleted > 0) {
            LOG.info("quarantine: deleted {} changes of table {}, since it is loaded again", deleted, table);
        }
        logs.forEach(QuarantineLog::writeAll);
        release();
    }

    /** Gives back what was reserved, if the load has not ended well. */
    public synchronized void giveUp() {
        release();
        isOver = true;
    }

    private void release() {
        tally.release(waiting - voided);
        waiting = 0;
        voided = 0;
        deleted = 0;
        isCleared = false;
        logs.clear();
    }
}
