package io.adbpg.sync.load;

import io.adbpg.sync.apply.CopyStream;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.quarantine.Bisection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a part, and quarantines the rows that the target refuses. It keeps the rows of a COPY in memory until the target has
 * taken them; those that it refuses are sent again in halves, each behind a savepoint, until the refused ones stand alone.
 */
final class SiftedCopy {
    private final TablePart part;
    private final CopyReader reader;
    private final TargetConnection connection;
    private final long mostBytes;
    private final RefusedPlaces refused;
    /** The rows of the COPY that is under way. */
    private final List<PlacedRow> rows = new ArrayList<>();

    private boolean isAtEnd;
    /** Why the source gives no more rows; null if it does. */
    private Failed unread;

    /** @param mostBytes about how much memory the rows of a COPY may take */
    SiftedCopy(TablePart part, CopyReader reader, TargetConnection connection, long mostBytes) {
        this.part = part;
        this.reader = reader;
        this.connection = connection;
        this.mostBytes = mostBytes;
        this.refused = new RefusedPlaces(part, connection, mostBytes);
    }

    /** Copies the part, and quarantines what is refused of it in the same transaction. */
    void run() throws Exception {
        Bisection halves = new Bisection(connection);
        while (!isAtEnd) {
            rows.clear();
            if (!halves.passes(this::sendNext)) {
                if (unread != null) {
                    throw unread;
                }
                halves.run(rows, this::send, (row, why) -> refused.add(row, why));
            }
        }
        refused.quarantine();
    }

    /** Sends the next rows while they are read. */
    private void sendNext() throws SQLException {
        CopyStream.run(connection, part.in(), this::readNext, failure -> null);
    }

    private void readNext(CopyStream stream) throws SQLException {
        long bytes = 0;
        while (bytes < mostBytes && !isAtEnd) {
            PlacedRow row = next();
            if (row == null) {
                isAtEnd = true;
            } else {
                rows.add(row);
                bytes += row.size();
                row.writeTo(stream);
            }
        }
    }

    private PlacedRow next() {
        try {
            return reader.nextPlaced();
        } catch (Failed e) {
            // What the source could not compute is not the target's refusal, whatever its SQLSTATE.
            unread = e;
            throw e;
        }
    }

    private void send(List<PlacedRow> some) throws SQLException {
        CopyStream.run(
                connection,
                part.in(),
                stream -> {
                    for (PlacedRow row : some) {
                        row.writeTo(stream);
                    }
                },
                // Of several rows, halves are tried first.
                failure -> some.size() > 1
                        ? null
                        : part.task().refusal(failure, line -> some.get(0).decode()));
    }
}
