package io.adbpg.sync.quarantine;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Writes rows as JSON objects, from column to the value's text. Values that the source did not send are left out. */
final class RowImage {
    private RowImage() {}

    /** Returns the JSON object of a row; null for null. */
    static String write(List<String> columns, Row row) {
        if (row == null) {
            return null;
        }
        JsonObject image = new JsonObject();
        int offset = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (row.length(offset) != Row.UNCHANGED) {
                image.put(columns.get(i), row.text(i));
            }
            offset = row.next(offset);
        }
        return Jsoner.serialize(image);
    }

    /** Returns the row of a JSON object; null for null. */
    static Row read(List<String> columns, String text) {
        if (text == null) {
            return null;
        }
        JsonObject image = (JsonObject) parse(text);
        RowBuilder row = new RowBuilder();
        for (String column : columns) {
            if (image.containsKey(column)) {
                row.add((String) image.get(column));
            } else {
                row.addUnchanged();
            }
        }
        return row.build();
    }

    /** Returns a key's values as a JSON array; null for null. */
    static String writeKey(int columns, Row key) {
        if (key == null) {
            return null;
        }
        JsonArray values = new JsonArray();
        for (int i = 0; i < columns; i++) {
            values.add(key.text(i));
        }
        return Jsoner.serialize(values);
    }

    /** Returns the key of a JSON array; null for null. */
    static Row readKey(String text) {
        if (text == null) {
            return null;
        }
        RowBuilder key = new RowBuilder();
        for (Object value : (JsonArray) parse(text)) {
            key.add((String) value);
        }
        return key.build();
    }

    static String writeNames(List<String> names) {
        return Jsoner.serialize(new JsonArray(names));
    }

    static List<String> readNames(String text) {
        return ((JsonArray) parse(text)).stream().map(String.class::cast).toList();
    }

    private static Object parse(String text) {
        try {
            return Jsoner.deserialize(text);
        } catch (DeserializationException e) {
            throw new IllegalStateException("the quarantine contains something that is not JSON: " + text, e);
        }
    }
}
