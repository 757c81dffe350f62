package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.KeyColumns.StreamColumn;
import io.adbpg.sync.catalog.TableName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables as the source has last described them. */
final class Descriptions {
    private final KeyColumns keys;
    private final Map<Integer, Description> byId = new HashMap<>();
    private int lastId;
    private Description last;

    /** A table, and the message that described it. */
    private record Description(ByteBuffer message, Tuples tuples) {}

    Descriptions(KeyColumns keys) {
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
            byId.put(id, new Description(whole, new Tuples(table, names, key)));
            last = null;
        }
    }

    /** The table of this id; null if it was not described. */
    Tuples find(int id) {
        if (last == null || id != lastId) {
            last = byId.get(id);
            lastId = id;
        }
        return last == null ? null : last.tuples;
    }
}
