package io.adbpg.sync.load;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.quarantine.DataRefusal;
import io.adbpg.sync.quarantine.QuarantinedChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a part that the target refuses. In memory are only their places on the source; when the part has been read, they
 * are read from there as the stream would deliver them, and written into the quarantine as inserts.
 */
final class RefusedPlaces {
    /** How many rows are looked up at once. */
    private static final int MOST_AT_ONCE = 1000;

    private final TablePart part;
    private final TargetConnection connection;
    private final long mostBytes;
    private final Map<String, DataRefusal> reasons = new LinkedHashMap<>();
    private final List<QuarantinedChange> found = new ArrayList<>();
    private long bytes;

    /** @param mostBytes about how much memory the rows may take that are written at once */
    RefusedPlaces(TablePart part, TargetConnection connection, long mostBytes) {
        this.part = part;
        this.connection = connection;
        this.mostBytes = mostBytes;
    }

    /** Adds a refused row. */
    void add(PlacedRow row, DataRefusal why) {
        part.quarantine().reserve(why);
        reasons.put(row.place(), why);
    }

    /** Writes the rows into the quarantine. The transaction that has read the part must still be open: it keeps the rows in place. */
    void quarantine() throws SQLException {
        List<String> places = List.copyOf(reasons.keySet());
        for (int i = 0; i < places.size(); i += MOST_AT_ONCE) {
            readAgain(places.subList(i, Math.min(places.size(), i + MOST_AT_ONCE)));
        }
        write();
        if (!reasons.isEmpty()) {
            throw CopyReader.rewritten(part);
        }
    }

    private void readAgain(List<String> places) throws SQLException {
        Relation relation = part.task().load().relation();
        try (CopyReader reader = CopyReader.again(part, places)) {
            for (PlacedRow row = reader.nextPlaced(); row != null; row = reader.nextPlaced()) {
                DataRefusal why = reasons.remove(row.place());
                QuarantinedChange change = new QuarantinedChange(relation, Operation.INSERT, null, row.decode(), why);
                found.add(change);
                bytes += change.size();
                if (bytes >= mostBytes) {
                    write();
                }
            }
        }
    }

    private void write() throws SQLException {
        part.quarantine()
                .write(found, part.task().load().targetName(), part.snapshot().lsn(), connection);
        found.clear();
        bytes = 0;
    }
}
