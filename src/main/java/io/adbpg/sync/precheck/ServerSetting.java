package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import java.util.List;
import java.util.Map;

/**
 * A setting of a server.
 *
 * @param value the value as {@code SHOW} prints it, with its unit
 * @param amount the value in milliseconds or bytes, or as a plain number if it has no unit; -1 if it is negative or no number
 */
record ServerSetting(String value, long amount) {
    private static final String READ =
            """
            SELECT current_setting(name) AS value, setting,
                   CASE unit WHEN 'MB' THEN 1048576 WHEN 'kB' THEN 1024 WHEN 's' THEN 1000 ELSE 1 END AS factor
              FROM pg_settings WHERE name = :?name
            """;

    /** Reads a setting; null if the server does not have it. */
    static ServerSetting read(Database database, String name) {
        List<Map<String, Object>> rows = database.run(READ, Map.of("name", name));
        if (rows.isEmpty()) {
            return null;
        }
        Map<String, Object> row = rows.get(0);
        String setting = (String) row.get("setting");
        boolean isNumber = setting.matches("\\d+");
        return new ServerSetting(
                (String) row.get("value"),
                isNumber ? Long.parseLong(setting) * ((Number) row.get("factor")).longValue() : -1);
    }
}
