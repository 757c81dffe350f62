package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.KeyColumns.StreamColumn;
import io.adbpg.sync.catalog.TableName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables by relation id, as the source last described them in Relation messages. */
final class RelationCache {
    private final KeyColumns keys;
    private final Map<Integer, Description> byId = new HashMap<>();
    private int lastId;
    private Description last;

    /** A table, with the Relation message that described it. */
    private record Description(ByteBuffer message, TupleReader tuples) {}

    RelationCache(KeyColumns keys) {
        this.keys = keys;
    }

    /** Reads a Relation message, after its kind. */
    void read(MessageReader message, ByteBuffer whole) {
        int id = message.int32();
        String schema = message.string();
        TableName table = new TableName(schema.isEmpty() ? "pg_catalog" : schema, message.string());
        // The replica identity, which is known from the catalogue.
        message.kind();
        List<StreamColumn> columns = new ArrayList<>();
        for (int left = message.int16(); left > 0; left--) {
            boolean isIdentity = message.kind() == 1;
            columns.add(new StreamColumn(
                    message.string(), Integer.toUnsignedLong(message.int32()), message.int32(), isIdentity));
        }
        message.close();
        // Ask even if the message is the same as before: the source repeats it after an ALTER TABLE.
        int[] key = keys.of(table, columns);
        Description known = byId.get(id);
        // Keep an unchanged relation: rows fold only with rows of the same Relation object.
        if (known == null || !known.message.equals(whole)) {
            List<String> names = columns.stream().map(StreamColumn::name).toList();
            byId.put(id, new Description(whole, new TupleReader(table, names, key)));
            last = null;
        }
    }

    /** Returns the table with this relation id; null if it was not described. */
    TupleReader find(int id) {
        if (last == null || id != lastId) {
            last = byId.get(id);
            lastId = id;
        }
        return last == null ? null : last.tuples;
    }
}
