package io.adbpg.sync.quarantine;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Rows as JSON text: an object from column to the text of its value; a value that the source did not send is not in it. */
final class RowImage {
    private RowImage() {}

    /** The text of a row; null for null. */
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

    /** The row of a text; null for null. */
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

    /** The values of a row as an array; null for null. */
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

    /** The row of such an array; null for null. */
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
            throw new IllegalStateException("the quarantine holds what is no JSON: " + text, e);
        }
    }
}
