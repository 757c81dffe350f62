package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.data.Envelope;
import io.debezium.relational.RelationalChangeRecordEmitter;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Decodes Debezium's records and passes them to a {@link TransactionHandler}. */
final class RecordDecoder {
    private static final String MESSAGE = "m";

    private final KeyColumns keys;
    private final TransactionHandler handler;
    private final BooleanSupplier isClosing;
    private final IdentityHashMap<Schema, TableEnvelope> envelopes = new IdentityHashMap<>();
    private Row oldRowOfKeyChange;
    private long lastEnd;
    private long held;

    /** @param isClosing whether the stream is being closed, so that the rest of a batch is not decoded */
    RecordDecoder(KeyColumns keys, TransactionHandler handler, BooleanSupplier isClosing) {
        this.keys = keys;
        this.handler = handler;
        this.isClosing = isClosing;
    }

    /**
     * Passes a batch to the handler, and flushes it after the last transaction that ends in the batch, unless another batch follows at
     * once: then the handler goes on to assemble until it has enough.
     *
     * @return the position up to which the slot may be confirmed: not so far if a table that is being loaded needs earlier
     *     changes again, or if the handler has not applied all
     */
    long decode(RecordBatch batch) throws Exception {
        keys.noteRead(batch.readBy());
        Iterator<Commit> commits = batch.commits().iterator();
        Commit next = next(commits);
        for (SourceRecord record : batch.records()) {
            if (isClosing.getAsBoolean()) {
                throw new InterruptedException("the stream is being closed");
            }
            if (!isEvent(record)) {
                continue;
            }
            while (next != null && isBefore(next, record)) {
                commit(next.lsn(), next.time(), batch);
                next = next(commits);
            }
            if (!isPositionOnly(record)) {
                change(record);
            } else if (position(record) > lastEnd) {
                commit(position(record), null, batch);
            }
        }
        while (next != null) {
            commit(next.lsn(), next.time(), batch);
            next = next(commits);
        }
        return held;
    }

    private static Commit next(Iterator<Commit> commits) {
        return commits.hasNext() ? commits.next() : null;
    }

    private void commit(long lsn, Instant time, RecordBatch batch) throws Exception {
        if (lsn <= lastEnd) {
            throw Hindrance.of(
                    "Debezium ended a transaction at {0}, which is not after the last one's end {1}",
                    Lsn.text(lsn), Lsn.text(lastEnd));
        }
        lastEnd = lsn;
        handler.commit(lsn, time);
        if (lsn == batch.end() && !batch.isFollowed()) {
            held = handler.flush();
        } else if (handler.isFull()) {
            held = handler.handOver();
        }
    }

    /** Whether the record is a change or a message, rather than one of Debezium's own. */
    static boolean isEvent(SourceRecord record) {
        return record.value() instanceof Struct value && value.schema().field(Envelope.FieldName.OPERATION) != null;
    }

    /** Whether the record is the delete half of a key change: the next record is the same row with its new key. */
    private static boolean isKeyChange(SourceRecord record) {
        return record.headers().lastWithName(RelationalChangeRecordEmitter.PK_UPDATE_NEWKEY_FIELD) != null;
    }

    /** Returns the number of messages of the source that these records came from. */
    static int messages(List<SourceRecord> records) {
        int messages = 0;
        for (SourceRecord record : records) {
            if (isEvent(record) && !isKeyChange(record)) {
                messages++;
            }
        }
        return messages;
    }

    /** Whether a transaction ended before an event. */
    static boolean isBefore(Commit commit, SourceRecord event) {
        Object transaction = event.sourceOffset().get(SourceInfo.TXID_KEY);
        return transaction == null ? commit.lsn() < position(event) : commit.transaction() != (long) transaction;
    }

    /** Whether an event is a message outside a transaction: the job's heartbeat, or an application's message. */
    static boolean isPositionOnly(SourceRecord event) {
        Struct value = (Struct) event.value();
        return MESSAGE.equals(value.getString(Envelope.FieldName.OPERATION))
                && event.sourceOffset().get(SourceInfo.TXID_KEY) == null;
    }

    /** Returns the position of an event that {@link #isPositionOnly}. */
    static long position(SourceRecord record) {
        Object lsn = record.sourceOffset().get(PostgresOffsetContext.LAST_COMMIT_LSN_KEY);
        if (lsn == null) {
            throw Hindrance.of("Debezium told a position without its LSN: {0}", record.sourceOffset());
        }
        return ((Number) lsn).longValue();
    }

    private void change(SourceRecord record) throws Exception {
        Struct value = (Struct) record.value();
        TableEnvelope envelope = envelopes.get(value.schema());
        if (envelope == null && TableEnvelope.isChange(value.schema())) {
            envelope = TableEnvelope.of(value, keys);
            envelopes.put(value.schema(), envelope);
        }
        if (envelope != null) {
            try {
                change(record, value, envelope);
            } catch (OutOfMemoryError e) {
                throw AtTable.of(envelope.table(), e);
            }
        }
    }

    private void change(SourceRecord record, Struct change, TableEnvelope envelope) throws Exception {
        Relation relation = envelope.relation();
        if (relation == null) {
            handler.skip(envelope.table());
            return;
        }
        String operation = envelope.operation(change);
        switch (operation) {
            case "c" -> {
                Row row = envelope.after(change);
                if (oldRowOfKeyChange == null) {
                    handler.change(Operation.INSERT, relation, null, row);
                } else {
                    Row old = oldRowOfKeyChange;
                    oldRowOfKeyChange = null;
                    handler.change(Operation.UPDATE, relation, old, row);
                }
            }
            case "u" -> handler.change(Operation.UPDATE, relation, envelope.before(change), envelope.after(change));
            case "d" -> {
                Row old = envelope.before(change);
                if (isKeyChange(record)) {
                    oldRowOfKeyChange = old;
                } else {
                    handler.change(Operation.DELETE, relation, old, null);
                }
            }
            case "t" -> handler.change(Operation.TRUNCATE, relation, null, null);
            default ->
                throw Hindrance.of("unknown operation \"{0}\" from Debezium for {1}", operation, relation.table());
        }
    }
}
