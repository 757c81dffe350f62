package io.adbpg.sync.apply;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DuplicateKeyException;

/** A {@code COPY … FROM STDIN} that is under way on the target: encodes rows and sends them in chunks. */
public final class CopyStream {
    private static final int CHUNK = 1 << 16;
    private static final String UNIQUE_VIOLATION = "23505";

    private final CopyText text;
    private final CopyIn copy;

    private CopyStream(CopyText text, CopyIn copy) {
        this.text = text;
        this.copy = copy;
    }

    /** What writes rows to a stream. */
    @FunctionalInterface
    public interface Rows {
        /** Writes all rows. */
        void writeTo(CopyStream stream) throws SQLException;
    }

    /** What says which row the target refuses. */
    @FunctionalInterface
    public interface Refusing {
        /**
         * Says it.
         *
         * @param failure of which {@link RefusedRow#isOf} holds
         * @return what to tell the user; null if that is no more than what the server said
         */
        Refusal refusal(SQLException failure);
    }

    /**
     * Runs a COPY from its start to its end.
     *
     * @throws DuplicateKeyException if the target has a row with the same key
     * @throws Refusal if the target refuses a row for another reason
     * @throws SQLException what else the server said, or what {@code rows} threw: the COPY is cancelled then
     */
    public static void run(TargetConnection target, String statement, Rows rows, Refusing refusing)
            throws SQLException {
        CopyText text = target.text();
        text.clear();
        CopyIn copy =
                target.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        CopyStream stream = new CopyStream(text, copy);
        try {
            rows.writeTo(stream);
            stream.send();
            copy.endCopy();
        } catch (SQLException e) {
            cancel(copy, e);
            Refusal refusal = RefusedRow.isOf(e) ? refusing.refusal(e) : null;
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new DuplicateKeyException(e.getMessage(), refusal == null ? e : refusal);
            }
            if (refusal != null) {
                throw refusal;
            }
            throw e;
        } catch (RuntimeException e) {
            cancel(copy, e);
            throw e;
        }
    }

    private static void cancel(CopyIn copy, Exception reason) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException broken) {
            reason.addSuppressed(broken);
        }
    }

    /** Adds the first values of a row. */
    void addAll(Row row, int count) throws SQLException {
        int offset = 0;
        for (int i = 0; i < count; i++) {
            addAt(row, offset);
            offset = row.next(offset);
        }
    }

    /** Adds the value of a column, counted from 0. */
    void add(Row row, int column) throws SQLException {
        addAt(row, row.offset(column));
    }

    private void addAt(Row row, int offset) throws SQLException {
        if (row.length(offset) <= CHUNK) {
            text.add(row, offset);
        } else {
            addLarge(row.bytes(), offset + Integer.BYTES, row.length(offset));
        }
    }

    /** Sends a value bit by bit: encoded as a whole it would be one more copy, up to twice as large. */
    private void addLarge(byte[] bytes, int offset, int count) throws SQLException {
        text.add(bytes, offset, 0);
        for (int sent = 0; sent < count; sent += CHUNK) {
            text.continueValue(bytes, offset + sent, Math.min(CHUNK, count - sent));
            sendIfFull();
        }
    }

    /** Adds a value. */
    void add(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text.add(bytes, 0, bytes.length);
    }

    /** Adds NULL. */
    void addNull() {
        text.addNull();
    }

    /** Ends a row of added values. */
    void endRow() throws SQLException {
        text.endRow();
        sendIfFull();
    }

    /** Adds a row that is in COPY's text format already, with its end of line. */
    public void addEncoded(byte[] row) throws SQLException {
        addEncoded(row, 0);
    }

    /** Adds a row that is in COPY's text format already, from an offset on, with its end of line. */
    public void addEncoded(byte[] row, int from) throws SQLException {
        int count = row.length - from;
        if (count >= CHUNK) {
            send();
            copy.writeToCopy(row, from, count);
        } else {
            text.addEncoded(row, from, count);
            sendIfFull();
        }
    }

    private void sendIfFull() throws SQLException {
        if (text.length() >= CHUNK) {
            send();
        }
    }

    private void send() throws SQLException {
        if (text.length() > 0) {
            copy.writeToCopy(text.buffer(), 0, text.length());
            text.clear();
        }
    }
}
