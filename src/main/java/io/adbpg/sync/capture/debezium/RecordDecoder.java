package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.resume.Lsn;
import io.debezium.data.Envelope;
import io.debezium.relational.RelationalChangeRecordEmitter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Tells a {@link TransactionHandler} what Debezium's records mean. */
final class RecordDecoder {
    private static final String STATUS = "status";
    private static final String END = "END";
    private static final String MESSAGE = "m";

    private final KeyColumns keys;
    private final TransactionHandler handler;
    private final IdentityHashMap<Schema, TableEnvelope> envelopes = new IdentityHashMap<>();
    private Row oldRowOfKeyChange;
    private Struct lastChange;
    private long lastEnd;

    RecordDecoder(KeyColumns keys, TransactionHandler handler) {
        this.keys = keys;
        this.handler = handler;
    }

    /** Whether the record ends a transaction, or says that nothing happened up to its position. */
    static boolean isBoundary(SourceRecord record) {
        return record.value() instanceof Struct value && (hasStatus(value, END) || isPositionOnly(value));
    }

    /** Tells the handler of one record. */
    void decode(SourceRecord record) throws Exception {
        if (!(record.value() instanceof Struct value)) {
            return;
        }
        TableEnvelope envelope = envelopes.get(value.schema());
        if (envelope == null && TableEnvelope.isChange(value.schema())) {
            envelope = TableEnvelope.of(value, keys);
            envelopes.put(value.schema(), envelope);
        }
        if (envelope != null) {
            lastChange = value;
            change(record, value, envelope);
        } else if (hasStatus(value, END)) {
            end(position(record), commitTime(value));
        } else if (isPositionOnly(value)) {
            handler.commit(position(record), null);
        }
    }

    /** To the microsecond, where a change tells it: the transaction's end gives milliseconds. */
    private Instant commitTime(Struct end) {
        Struct change = lastChange;
        lastChange = null;
        return change == null
                ? Instant.ofEpochMilli(end.getInt64("ts_ms"))
                : Instant.EPOCH.plus(change.getStruct(Envelope.FieldName.SOURCE).getInt64("ts_us"), ChronoUnit.MICROS);
    }

    private void end(long lsn, Instant time) throws Exception {
        if (lsn <= lastEnd) {
            throw new IllegalStateException("Debezium ended a transaction at " + Lsn.text(lsn)
                    + ", which is not after the last one's end " + Lsn.text(lastEnd));
        }
        lastEnd = lsn;
        handler.commit(lsn, time);
    }

    private static boolean hasStatus(Struct value, String status) {
        return value.schema().field(STATUS) != null && status.equals(value.getString(STATUS));
    }

    /** A logical decoding message that belongs to no transaction: our heartbeat, or somebody else's message. */
    private static boolean isPositionOnly(Struct value) {
        return value.schema().field(Envelope.FieldName.OPERATION) != null
                && MESSAGE.equals(value.getString(Envelope.FieldName.OPERATION))
                && value.getStruct(Envelope.FieldName.SOURCE).getInt64("txId") == null;
    }

    private void change(SourceRecord record, Struct change, TableEnvelope envelope) throws Exception {
        Relation relation = envelope.relation();
        if (relation == null) {
            handler.unread(envelope.table());
            return;
        }
        String operation = envelope.operation(change);
        switch (operation) {
            case "c" -> {
                Row row = envelope.after(change);
                if (oldRowOfKeyChange == null) {
                    handler.insert(relation, row);
                } else {
                    Row old = oldRowOfKeyChange;
                    oldRowOfKeyChange = null;
                    handler.update(relation, old, row);
                }
            }
            case "u" -> handler.update(relation, envelope.before(change), envelope.after(change));
            case "d" -> {
                Row old = envelope.before(change);
                if (record.headers().lastWithName(RelationalChangeRecordEmitter.PK_UPDATE_NEWKEY_FIELD) == null) {
                    handler.delete(relation, old);
                } else {
                    // The next record is the same row with its new key.
                    oldRowOfKeyChange = old;
                }
            }
            case "t" -> handler.truncate(relation);
            default ->
                throw new IllegalStateException(
                        "unknown operation '" + operation + "' from Debezium for " + relation.table());
        }
    }

    /** The position after a record that {@link #isBoundary}. */
    static long position(SourceRecord record) {
        Object lsn = record.sourceOffset().get("lsn_commit");
        if (lsn == null) {
            throw new IllegalStateException(
                    "Debezium ended a transaction without a commit LSN: " + record.sourceOffset());
        }
        return ((Number) lsn).longValue();
    }
}
