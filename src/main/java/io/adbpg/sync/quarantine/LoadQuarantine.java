package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Settings;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The quarantine as a load uses it: what it holds of a table is void when the table is loaded, and refused rows get into it. */
public final class LoadQuarantine implements AutoCloseable {
    private final Settings settings;
    private final QuarantineTally tally;
    private final Map<TableName, Integer> counts;
    private final long last;
    private final List<TableQuarantine> tables = new CopyOnWriteArrayList<>();

    LoadQuarantine(Settings settings, QuarantineTally tally, TargetConnection connection) throws SQLException {
        this.settings = settings;
        this.tally = tally;
        QuarantineTable table = new QuarantineTable(settings.job(), connection::getConnection);
        if (table.exists()) {
            tally.noteTableAtFirst(table.count(), table.lastId());
            counts = table.counts();
            last = table.lastId();
        } else {
            counts = Map.of();
            last = 0;
        }
    }

    /** The quarantine for a table, whose changes the stream does not bring meanwhile. */
    public TableQuarantine of(TableName table) {
        TableQuarantine of = new TableQuarantine(
                settings.job(), settings.onError(), tally, table, last, counts.getOrDefault(table, 0));
        tables.add(of);
        return of;
    }

    /** Gives back what was reserved for tables whose loads have not ended well. */
    @Override
    public void close() {
        tables.forEach(TableQuarantine::giveUp);
    }
}
