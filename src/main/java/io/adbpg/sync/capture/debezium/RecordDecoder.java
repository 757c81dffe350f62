package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.resume.Lsn;
import io.debezium.data.Envelope;
import io.debezium.relational.RelationalChangeRecordEmitter;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.connect.data.Field;
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
    private final RowBuilder builder = new RowBuilder();
    private final IdentityHashMap<Schema, Relation> relations = new IdentityHashMap<>();
    private Row oldRowOfKeyChange;
    private long lastEnd;

    /** Where the columns that tell a table's rows apart are looked up. */
    @FunctionalInterface
    interface KeyColumns {
        /** The positions of the key columns among {@code columns}; empty if there are none; null if not captured. */
        int[] of(TableName table, List<String> columns);
    }

    RecordDecoder(KeyColumns keys, TransactionHandler handler) {
        this.keys = keys;
        this.handler = handler;
    }

    /** Whether the record ends a transaction, or says that nothing happened up to its position. */
    static boolean isBoundary(SourceRecord record) {
        return record.value() instanceof Struct value && (isEnd(value) || isPositionOnly(value));
    }

    /** Tells the handler of one record. */
    void decode(SourceRecord record) throws Exception {
        if (!(record.value() instanceof Struct value)) {
            return;
        }
        if (isEnd(value)) {
            long lsn = commitLsn(record);
            if (lsn <= lastEnd) {
                throw new IllegalStateException("Debezium ended a transaction at " + Lsn.text(lsn)
                        + ", which is not after the last one's end " + Lsn.text(lastEnd));
            }
            lastEnd = lsn;
            handler.commit(lsn, Instant.ofEpochMilli(value.getInt64("ts_ms")));
        } else if (isPositionOnly(value)) {
            handler.commit(commitLsn(record), null);
        } else if (operation(value) != null && !MESSAGE.equals(operation(value))) {
            change(record, value, operation(value));
        }
    }

    private static boolean isEnd(Struct value) {
        return value.schema().field(STATUS) != null && END.equals(value.getString(STATUS));
    }

    /** A logical decoding message that belongs to no transaction: our heartbeat, or somebody else's message. */
    private static boolean isPositionOnly(Struct value) {
        return MESSAGE.equals(operation(value))
                && value.getStruct(Envelope.FieldName.SOURCE).getInt64("txId") == null;
    }

    private void change(SourceRecord record, Struct value, String operation) throws Exception {
        Relation relation = relations.get(value.schema());
        if (relation == null && !relations.containsKey(value.schema())) {
            relation = relation(value);
            relations.put(value.schema(), relation);
        }
        if (relation == null) {
            return;
        }
        switch (operation) {
            case "c" -> {
                Row row = row(value, Envelope.FieldName.AFTER);
                if (oldRowOfKeyChange == null) {
                    handler.insert(relation, row);
                } else {
                    Row old = oldRowOfKeyChange;
                    oldRowOfKeyChange = null;
                    handler.update(relation, old, row);
                }
            }
            case "u" ->
                handler.update(relation, row(value, Envelope.FieldName.BEFORE), row(value, Envelope.FieldName.AFTER));
            case "d" -> {
                Row old = row(value, Envelope.FieldName.BEFORE);
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

    /** The table of a change; null if it is not captured. */
    private Relation relation(Struct value) {
        Struct source = value.getStruct(Envelope.FieldName.SOURCE);
        TableName table = new TableName(
                WireName.restore(source.getString("schema")), WireName.restore(source.getString("table")));
        List<String> columns = value.schema().field(Envelope.FieldName.AFTER).schema().fields().stream()
                .map(Field::name)
                .map(WireName::restore)
                .toList();
        int[] key = keys.of(table, columns);
        return key == null ? null : new Relation(table, columns, key);
    }

    private Row row(Struct value, String image) {
        // Not get(): that would put a column's default where the row has NULL.
        Struct row = (Struct) value.getWithoutDefault(image);
        if (row == null) {
            return null;
        }
        for (Field field : row.schema().fields()) {
            String text = (String) row.getWithoutDefault(field.name());
            if (TextConverter.isUnchanged(text)) {
                builder.addUnchanged();
            } else {
                builder.add(text);
            }
        }
        return builder.build();
    }

    private static String operation(Struct value) {
        return value.schema().field(Envelope.FieldName.OPERATION) == null
                ? null
                : value.getString(Envelope.FieldName.OPERATION);
    }

    private static long commitLsn(SourceRecord record) {
        Object lsn = record.sourceOffset().get("lsn_commit");
        if (lsn == null) {
            throw new IllegalStateException(
                    "Debezium ended a transaction without a commit LSN: " + record.sourceOffset());
        }
        return ((Number) lsn).longValue();
    }
}
