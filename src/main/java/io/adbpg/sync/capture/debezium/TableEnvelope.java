package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.KeyColumns.StreamColumn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.debezium.data.Envelope;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads the changes of one table that share a schema of Debezium's. */
final class TableEnvelope {
    /** A row is measured before it is read if a value has more characters. */
    private static final int LARGE = 1 << 16;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final TableName table;
    private final Relation relation;
    private final Field operation;
    private final Field before;
    private final Field after;
    private final Field[] columns;
    private final RowBuilder builder = new RowBuilder();

    private TableEnvelope(TableName table, Relation relation, Schema schema) {
        this.table = table;
        this.relation = relation;
        this.operation = schema.field(Envelope.FieldName.OPERATION);
        this.before = schema.field(Envelope.FieldName.BEFORE);
        this.after = schema.field(Envelope.FieldName.AFTER);
        this.columns = after.schema().fields().toArray(Field[]::new);
    }

    /** Whether the values of a schema are changes of a table. */
    static boolean isChange(Schema schema) {
        return schema.field(Envelope.FieldName.OPERATION) != null && schema.field(Envelope.FieldName.AFTER) != null;
    }

    /** Returns the envelope for changes with the same schema as this one. */
    static TableEnvelope of(Struct change, KeyColumns keys) {
        Struct source = change.getStruct(Envelope.FieldName.SOURCE);
        TableName table = new TableName(source.getString("schema"), source.getString("table"));
        Schema schema = change.schema();
        List<String> columns = schema.field(Envelope.FieldName.AFTER).schema().fields().stream()
                .map(Field::name)
                .toList();
        int[] key = keys.of(table, columns.stream().map(StreamColumn::named).toList());
        return new TableEnvelope(table, key == null ? null : new Relation(table, columns, key), schema);
    }

    /** Returns the name of the table. */
    TableName table() {
        return table;
    }

    /** Returns the table; null if its changes are to be skipped. */
    Relation relation() {
        return relation;
    }

    /** Returns the operation: c, u, d or t. */
    String operation(Struct change) {
        return (String) change.get(operation);
    }

    /** Returns the row before the change; null if the source did not send it. */
    Row before(Struct change) {
        return row((Struct) change.get(before));
    }

    /** Returns the row after the change. */
    Row after(Struct change) {
        return row((Struct) change.get(after));
    }

    private Row row(Struct values) {
        if (values == null) {
            return null;
        }
        boolean isMeasured = false;
        for (int i = 0; i < columns.length; i++) {
            String text = (String) value(values, columns[i]);
            if (!isMeasured && text != null && text.length() > LARGE) {
                builder.expect(size(values, i));
                isMeasured = true;
            }
            if (TextConverter.isUnchanged(text)) {
                builder.addUnchanged();
            } else {
                builder.add(text);
            }
        }
        return builder.build();
    }

    /** Returns how many bytes the columns from {@code from} on add to a row. */
    private int size(Struct values, int from) {
        long size = 0;
        for (int i = from; i < columns.length; i++) {
            String text = (String) value(values, columns[i]);
            boolean isSent = text != null && !TextConverter.isUnchanged(text);
            size += Integer.BYTES + (isSent ? RowBuilder.sizeOf(text) : 0);
        }
        return (int) Math.min(size, LARGEST_ARRAY);
    }

    private static Object value(Struct values, Field column) {
        // get(Field) is faster, but returns a column's default for NULL.
        return column.schema().defaultValue() == null ? values.get(column) : values.getWithoutDefault(column.name());
    }
}
