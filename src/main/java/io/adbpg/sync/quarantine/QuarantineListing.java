package io.adbpg.sync.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Lists the quarantined changes as JSON, a page at a time. */
record QuarantineListing(String job, Connection connection) {
    private static final int PAGE = 100;

    String page(String table, long after) throws SQLException {
        if (!new QuarantineTable(job, () -> connection).exists()) {
            return "";
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, source_table, target_table, operation, column_names, key_columns, row_key, old_row_key,"
                        + " old_row, new_row, commit_lsn, committed_at, sqlstate, message, quarantined_at FROM adbpg_sync."
                        + QuarantineTable.name(job)
                        + " WHERE id > ? AND (source_table = ? OR ? = '') ORDER BY id LIMIT " + PAGE)) {
            statement.setLong(1, after);
            statement.setString(2, table);
            statement.setString(3, table);
            List<String> lines = new ArrayList<>();
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                lines.add(change(result).toJson());
            }
            return String.join("\n", lines);
        }
    }

    private static JsonObject change(ResultSet result) throws SQLException {
        JsonObject change = new JsonObject();
        change.put("id", result.getLong("id"));
        change.put("table", result.getString("source_table"));
        change.put("target", result.getString("target_table"));
        change.put("operation", result.getString("operation"));
        change.put("key", key(result, "row_key"));
        change.put("oldKey", key(result, "old_row_key"));
        change.put("old", parse(result.getString("old_row")));
        change.put("new", parse(result.getString("new_row")));
        change.put("lsn", result.getString("commit_lsn"));
        change.put("committedAt", result.getString("committed_at"));
        change.put("sqlState", result.getString("sqlstate"));
        change.put("message", result.getString("message"));
        change.put("quarantinedAt", result.getString("quarantined_at"));
        return change;
    }

    /** The key as an object; null if the table has none. */
    private static JsonObject key(ResultSet result, String column) throws SQLException {
        JsonArray names = (JsonArray) parse(result.getString("key_columns"));
        JsonArray values = (JsonArray) parse(result.getString(column));
        if (names.isEmpty() || values == null) {
            return null;
        }
        JsonObject key = new JsonObject();
        for (int i = 0; i < names.size(); i++) {
            key.put(names.getString(i), values.get(i));
        }
        return key;
    }

    private static Object parse(String text) {
        try {
            return text == null ? null : Jsoner.deserialize(text);
        } catch (DeserializationException e) {
            throw new IllegalStateException("the quarantine contains something that is not JSON: " + text, e);
        }
    }
}
