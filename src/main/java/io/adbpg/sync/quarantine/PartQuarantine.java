package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.quarantine.QuarantineTable.Entry;
import java.sql.SQLException;
import java.util.List;

/**
 * The quarantine for a part of a table that is loaded: keeps the rows that the target refuses, in the transaction that brings
 * the part's other rows.
 */
public final class PartQuarantine {
    private final TableQuarantine table;
    private final int most;
    private final QuarantineTally tally;
    private final QuarantineLog log = new QuarantineLog();
    private int reserved;
    private int committed;

    PartQuarantine(TableQuarantine table, int most, QuarantineTally tally) {
        this.table = table;
        this.most = most;
        this.tally = tally;
    }

    /**
     * Makes room for a row that is refused.
     *
     * @param why names the row
     * @throws Refusal if too many changes would be quarantined
     */
    public void reserve(DataRefusal why) {
        if (!tally.reserve(most)) {
            throw Refusal.of(
                    "more rows are refused than sync.quarantine-max-changes={0} lets into quarantine; the last: {1}:"
                            + " correct the target, or raise the setting",
                    most, why.message());
        }
        reserved++;
    }

    /**
     * Writes refused rows, as inserts, in the transaction that is under way; room for them was made.
     *
     * @param target the target table; null if only the table's route knows it
     * @param lsn the position of the load
     */
    public void write(List<QuarantinedChange> rows, TableName target, long lsn, TargetConnection connection)
            throws SQLException {
        if (!rows.isEmpty()) {
            List<Entry> entries =
                    rows.stream().map(row -> new Entry(row, lsn, null)).toList();
            table.table(connection).add(tally.numberForLoad(rows.size()), entries, name -> target);
            rows.forEach(log::add);
        }
    }

    /** How many rows of the part are quarantined. */
    public int size() {
        return reserved + committed;
    }

    /** Notes that the part is committed, and logs what it quarantined. */
    public void noteCommit() {
        table.noteCommit(reserved, log);
        committed += reserved;
        reserved = 0;
    }

    /** Notes that the part is rolled back. */
    public void giveUp() {
        tally.release(reserved);
        reserved = 0;
        log.clear();
    }
}
