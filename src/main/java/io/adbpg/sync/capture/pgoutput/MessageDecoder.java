package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.slot.SlotDecoder;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.status.SlotReading;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the messages of PostgreSQL's {@code pgoutput} plug-in, protocol version 1, and passes them to a
 * {@link TransactionHandler}.
 *
 * <p>Values are copied unconverted from the message to a {@link Row}. After an exception the decoder must not be used
 * again.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">the messages</a>
 */
final class MessageDecoder extends SlotDecoder {
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final Message NO_TRANSACTION = Message.of("no transaction has begun");
    private static final Message NO_TABLE = Message.of("no table");
    private static final Message NO_NEW_ROW = Message.of("no new row");
    private static final Message NO_OLD_ROW = Message.of("no old row");
    private static final Message PARTIAL_NEW_ROW = Message.of("a new row that lacks a value");
    private static final Message PARTIAL_OLD_ROW = Message.of("an old row that lacks a value");

    private final RelationCache relations;
    private final MessageReader message = new MessageReader();
    private long commitLsn;

    MessageDecoder(KeyColumns keys, TransactionHandler handler) {
        super(handler);
        this.relations = new RelationCache(keys);
    }

    /** Whether a message ends a transaction. */
    static boolean isCommit(ByteBuffer message) {
        return kind(message) == 'C';
    }

    /** Tells how far the slot is read, if a message begins or ends a transaction. */
    static void tell(ByteBuffer bytes, SlotReading reading) {
        int begin = bytes.position() + 1;
        switch (kind(bytes)) {
            // The LSN of its commit comes before.
            case 'B' -> reading.begun(millis(bytes.getLong(begin + Long.BYTES)));
            // The flags and the LSN of its commit come before, then the end of that record.
            case 'C' -> {
                int end = begin + 1 + Long.BYTES;
                reading.committed(bytes.getLong(end), millis(bytes.getLong(end + Long.BYTES)));
            }
            default -> {}
        }
    }

    private static long millis(long micros) {
        return EPOCH.toEpochMilli() + Math.floorDiv(micros, 1000);
    }

    private static int kind(ByteBuffer message) {
        return message.hasRemaining() ? message.get(message.position()) : 0;
    }

    @Override
    protected void read(ByteBuffer bytes) throws Exception {
        message.open(bytes);
        char kind = message.kind();
        switch (kind) {
            case 'I' -> insert();
            case 'U' -> update();
            case 'D' -> delete();
            case 'B' -> begin();
            case 'C' -> commit();
            case 'R' -> relations.read(message, bytes);
            case 'T' -> truncate();
            case 'M' -> ignoreMessage();
            case 'O' -> ignoreOrigin();
            case 'Y' -> ignoreType();
            case 'A' -> ignoreAbort();
            default -> throw message.unreadable(Message.of("there is no such kind in protocol version 1"));
        }
    }

    private void begin() {
        commitLsn = message.int64();
        message.int64();
        // The transaction id, which is not needed.
        message.int32();
        message.close();
        if (isInTransaction()) {
            throw message.unreadable(Message.of("a transaction begins in another one"));
        }
        if (commitLsn < lastEnd()) {
            throw message.unreadable(Message.of(
                    "a transaction begins that ends at {0}, after one at {1}",
                    Lsn.text(commitLsn), Lsn.text(lastEnd())));
        }
        beginTransaction();
    }

    private void commit() throws Exception {
        int flags = message.kind();
        long lsn = message.int64();
        long end = message.int64();
        Instant time = EPOCH.plus(message.int64(), ChronoUnit.MICROS);
        message.close();
        requireTransaction();
        if (flags != 0 || lsn != commitLsn || end <= lsn) {
            throw message.unreadable(Message.of(
                    "a transaction that was to end at {0} ends at {1} to {2}",
                    Lsn.text(commitLsn), Lsn.text(lsn), Lsn.text(end)));
        }
        endTransaction(end, time);
    }

    private void insert() throws Exception {
        TupleReader tuples = tuples();
        require(message.kind() == 'N', NO_NEW_ROW);
        if (tuples.relation() == null) {
            TupleReader.skip(message);
            message.close();
            handler().skip(tuples.table());
            return;
        }
        Row row = tuples.read(message, null, false);
        message.close();
        require(!row.isPartial(), PARTIAL_NEW_ROW);
        handler().change(Operation.INSERT, tuples.relation(), null, row);
    }

    private void update() throws Exception {
        TupleReader tuples = tuples();
        Relation relation = tuples.relation();
        char kind = message.kind();
        Row old = null;
        boolean isWhole = kind == 'O';
        if (isWhole || kind == 'K') {
            old = old(tuples, isWhole);
            kind = message.kind();
        }
        require(kind == 'N', NO_NEW_ROW);
        if (relation == null) {
            TupleReader.skip(message);
            message.close();
            handler().skip(tuples.table());
            return;
        }
        Row row = tuples.read(message, old, isWhole);
        message.close();
        boolean isOldNeeded = old != null && (!relation.hasKey() || !tuples.haveSameKey(old, row));
        handler().change(Operation.UPDATE, relation, isOldNeeded ? usable(old, isWhole, relation) : null, row);
    }

    private void delete() throws Exception {
        TupleReader tuples = tuples();
        char kind = message.kind();
        require(kind == 'O' || kind == 'K', NO_OLD_ROW);
        Row old = old(tuples, kind == 'O');
        message.close();
        Relation relation = tuples.relation();
        if (relation == null) {
            handler().skip(tuples.table());
            return;
        }
        handler().change(Operation.DELETE, relation, usable(old, kind == 'O', relation), null);
    }

    private Row old(TupleReader tuples, boolean isWhole) {
        if (tuples.relation() == null) {
            TupleReader.skip(message);
            return null;
        }
        Row old = tuples.read(message, null, false);
        require(!(isWhole && old.isPartial()), PARTIAL_OLD_ROW);
        return old;
    }

    /** Without a key, only a whole old row says which row was changed. */
    private static Row usable(Row old, boolean isWhole, Relation relation) {
        return isWhole || relation.hasKey() ? old : null;
    }

    private void truncate() throws Exception {
        requireTransaction();
        int count = message.int32();
        require(count > 0, NO_TABLE);
        message.kind();
        List<Relation> relations = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            TupleReader tuples = tuples();
            if (tuples.relation() == null) {
                handler().skip(tuples.table());
            } else {
                relations.add(tuples.relation());
            }
        }
        message.close();
        for (Relation relation : relations) {
            handler().change(Operation.TRUNCATE, relation, null, null);
        }
    }

    private TupleReader tuples() {
        requireTransaction();
        int id = message.int32();
        TupleReader tuples = relations.find(id);
        if (tuples == null) {
            throw message.unreadable(Message.of("table {0} was not described", Integer.toUnsignedString(id)));
        }
        at(tuples.table());
        return tuples;
    }

    /** Skips a message from {@code pg_logical_emit_message}. */
    private void ignoreMessage() {
        message.kind();
        message.int64();
        message.string();
        message.skipValue();
        message.close();
    }

    private void ignoreOrigin() {
        message.int64();
        message.string();
        message.close();
    }

    private void ignoreType() {
        message.int32();
        message.string();
        message.string();
        message.close();
    }

    /**
     * A subtransaction that was taken back, which only a stream of open transactions should be told of: PostgreSQL 18.0 to 18.6
     * sends it without one as well.
     */
    private void ignoreAbort() {
        message.int32();
        message.int32();
        message.close();
    }

    private void requireTransaction() {
        require(isInTransaction(), NO_TRANSACTION);
    }

    private void require(boolean condition, Message otherwise) {
        if (!condition) {
            throw message.unreadable(otherwise);
        }
    }
}
