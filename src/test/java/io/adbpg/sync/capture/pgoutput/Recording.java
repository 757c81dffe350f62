package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.KeyColumns.StreamColumn;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.support.Told;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What PostgreSQL 16 has sent, in hexadecimal, a message per line, in parts of whole transactions that lines with {@code #}
 * name.
 */
final class Recording {
    private static final Map<String, List<byte[]>> PARTS = read();

    /** Returns the key columns of the recorded tables. */
    private static final Map<TableName, List<String>> KEYS = Map.of(
            new TableName("app", "items"), List.of("id"),
            new TableName("app", "pages"), List.of("id"),
            new TableName("app", "whole"), List.of("id"),
            new TableName("app", "addresses"), List.of("address"),
            new TableName("app", "Größe \"x\""), List.of("größe"),
            new TableName("app", "lines"), List.of());

    private Recording() {}

    private static Map<String, List<byte[]>> read() {
        Map<String, List<byte[]>> parts = new LinkedHashMap<>();
        String part = "";
        for (String line : resource().lines().toList()) {
            if (line.startsWith("# ")) {
                part = line.substring(2);
                parts.put(part, new ArrayList<>());
            } else {
                parts.get(part).add(HexFormat.of().parseHex(line));
            }
        }
        return parts;
    }

    private static String resource() {
        try (InputStream stream = Recording.class.getResourceAsStream("/pgoutput/messages.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the messages of a part. */
    static List<byte[]> part(String name) {
        return PARTS.get(name);
    }

    /** Returns all messages. */
    static List<byte[]> all() {
        return PARTS.values().stream().flatMap(List::stream).toList();
    }

    /** Returns a decoder that knows the keys of the recorded tables. */
    static MessageDecoder decoder(TransactionHandler handler) {
        return new MessageDecoder(Recording::keyPositions, handler);
    }

    private static int[] keyPositions(TableName table, List<StreamColumn> columns) {
        List<String> names = columns.stream().map(StreamColumn::name).toList();
        List<String> key = KEYS.get(table);
        if (key != null && !names.containsAll(key)) {
            throw new IllegalStateException("table " + table + " was altered");
        }
        return key == null ? null : key.stream().mapToInt(names::indexOf).toArray();
    }

    /** Returns what the handler gets from these messages. */
    static Told decode(List<byte[]> messages) throws Exception {
        Told told = new Told();
        MessageDecoder decoder = decoder(told);
        for (byte[] message : messages) {
            decoder.decode(ByteBuffer.wrap(message));
        }
        return told;
    }
}
