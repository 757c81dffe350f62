package io.adbpg.sync.verify;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.load.CopyLine;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads the rows of one end by COPY, one at a time. */
final class RowReader implements RowMerge.Rows {
    private final String role;
    private final CopyOut copy;
    private final RowBuilder row = new RowBuilder();

    /**
     * Starts the COPY.
     *
     * @param role the end, {@code source} or {@code target}, that failures name
     */
    RowReader(String role, Connection connection, String query) {
        this.role = role;
        try {
            copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(query);
        } catch (SQLException e) {
            throw new Failed(role, e);
        }
    }

    @Override
    public NumberedRow next() {
        try {
            byte[] line = copy.readFromCopy();
            return line == null ? null : NumberedRow.of(CopyLine.decode(line, row));
        } catch (SQLException e) {
            throw new Failed(role, e);
        }
    }
}
