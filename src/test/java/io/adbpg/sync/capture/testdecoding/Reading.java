package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.slot.SlotDecoder;
import io.adbpg.sync.catalog.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decodes messages of tables whose keys are known; all other tables are not captured. */
final class Reading {
    private final Map<TableName, List<String>> keys;
    private final Map<TableName, List<List<String>>> known = new HashMap<>();
    private final TextProtocol protocol;
    private final SlotDecoder decoder;
    private long lsn = 100;

    /** @param keys by table; the n-th table of the map has oid 16580 + n */
    Reading(Map<TableName, List<String>> keys, Set<String> hidden, TransactionHandler handler) {
        this.keys = keys;
        Map<TableName, Long> oids = new HashMap<>();
        Map<TableName, Set<String>> hiddenOf = new HashMap<>();
        for (TableName table : keys.keySet()) {
            oids.put(table, 16_580L + oids.size());
            hiddenOf.put(table, hidden);
        }
        protocol = new TextProtocol(new Captured(oids, hiddenOf));
        decoder = protocol.decoder(
                new KeyColumns() {
                    @Override
                    public int[] of(TableName table, List<StreamColumn> columns) {
                        return positions(
                                table, columns.stream().map(StreamColumn::name).toList());
                    }

                    @Override
                    public List<List<String>> known(TableName table) {
                        return known.getOrDefault(table, List.of());
                    }
                },
                handler);
    }

    private int[] positions(TableName table, List<String> columns) {
        List<String> key = keys.get(table);
        boolean isReadable = key != null && columns.containsAll(key) && !columns.isEmpty();
        return isReadable ? key.stream().mapToInt(columns::indexOf).toArray() : null;
    }

    /** Lets the catalogue know the columns of a table. */
    Reading knows(TableName table, List<String> columns) {
        known.put(table, List.of(columns));
        return this;
    }

    /** Lets the source's database have an encoding. */
    void encoding(String name) {
        protocol.begin(name);
    }

    /** Decodes a message as the server would send it. */
    void read(String message) throws Exception {
        read(message.getBytes(StandardCharsets.UTF_8));
    }

    void read(byte[] message) throws Exception {
        lsn += 100;
        decoder.decode(protocol.received(ByteBuffer.wrap(message), lsn));
    }
}
