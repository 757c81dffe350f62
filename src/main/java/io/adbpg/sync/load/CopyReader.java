package io.adbpg.sync.load;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.status.LoadProgress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rows of a part from the source in COPY's text format. Its failures are marked as the source's. */
final class CopyReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CopyReader.class);
    private static final int REPORTED = 1000;

    private final TablePart part;
    private final Connection connection;
    private final CopyOut copy;
    private final LoadProgress progress;
    private long rows;
    private long bytes;
    private long lines;
    private boolean isAtEnd;

    CopyReader(TablePart part) {
        this(part, part.out(), part.task().progress());
    }

    /** @param progress null if the rows have been counted before */
    private CopyReader(TablePart part, String statement, LoadProgress progress) {
        this.part = part;
        this.progress = progress;
        try {
            connection = part.snapshot().borrow();
            copy = begin(statement);
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }

    /** Reads rows of a part again, in the form that the stream delivers. */
    static CopyReader again(TablePart part, List<String> places) {
        return new CopyReader(part, part.task().load().rawCopy(places), null);
    }

    private CopyOut begin(String statement) throws SQLException {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement);
        } catch (SQLException e) {
            part.snapshot().release(connection);
            throw e;
        }
    }

    /**
     * Reads a part again, up to a row that the target refused.
     *
     * @param line the row's line, counted from 0
     * @return the row; null if it can't be read
     */
    static Row row(TablePart part, long line) {
        try (Connection again = part.snapshot().connect()) {
            CopyOut copy = again.unwrap(PGConnection.class).getCopyAPI().copyOut(part.out());
            byte[] row = copy.readFromCopy();
            for (long i = 0; i < line && row != null; i++) {
                row = copy.readFromCopy();
            }
            copy.cancelCopy();
            return row == null ? null : CopyLine.decode(row, new RowBuilder());
        } catch (SQLException e) {
            LOG.debug("cannot read the refused row again", e);
            return null;
        }
    }

    /** Returns the next row with its newline; null at the end. */
    byte[] next() {
        byte[] row = read();
        if (row != null) {
            count(row.length);
        }
        return row;
    }

    /** Returns the next row of a part whose rows begin with their places; null at the end. */
    PlacedRow nextPlaced() {
        byte[] line = read();
        if (line == null) {
            return null;
        }
        PlacedRow row = PlacedRow.of(line);
        count(row.length());
        return row;
    }

    private byte[] read() {
        if (isAtEnd) {
            return null;
        }
        try {
            byte[] row = copy.readFromCopy();
            if (row == null) {
                report();
                checkRewritten();
                isAtEnd = true;
            }
            return row;
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }

    private void count(int length) {
        rows++;
        lines++;
        bytes += length;
        if (rows == REPORTED) {
            report();
        }
    }

    /** How many rows have been read. */
    long lines() {
        return lines;
    }

    private void report() {
        if (progress != null) {
            progress.add(rows, bytes);
        }
        rows = 0;
        bytes = 0;
    }

    private void checkRewritten() throws SQLException {
        if (ExportedSnapshot.isRewritten(connection, part.task().load().name())) {
            throw rewritten(part);
        }
    }

    /** The failure of a part whose rows are no longer where they were. */
    static Hindrance rewritten(TablePart part) {
        return Hindrance.of(
                "source table {0} was truncated or rewritten while it was loaded: it will be loaded again",
                part.task().load().name());
    }

    @Override
    public void close() {
        try {
            if (isAtEnd) {
                part.snapshot().giveBack(connection);
            } else {
                part.snapshot().release(connection);
            }
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }
}
