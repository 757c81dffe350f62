package io.adbpg.sync.catalog;

import io.adbpg.sync.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table of the target, as its catalogue describes it.
 *
 * @param name its name
 * @param columns its columns
 * @param layout how its rows are kept
 */
public record TargetTable(TableName name, List<Column> columns, Layout layout) {

    /**
     * A column of the target.
     *
     * @param type its type as {@code format_type} prints it, without length or scale; of a domain its base type
     * @param declaredType the same with length or scale
     * @param isFlattened whether {@code unnest} takes its values apart: an array or a composite
     * @param generated whether the target computes it
     * @param identityAlways whether it is an identity column that takes values only by COPY or when overridden
     */
    public record Column(
            String name,
            String type,
            String declaredType,
            boolean isFlattened,
            boolean generated,
            boolean identityAlways) {}

    // Not every kernel has attgenerated and attidentity.
    private static final String COLUMNS =
            """
            SELECT a.attname AS column, y.typtype = 'c' OR y.typelem <> 0 AND y.typlen = -1 AS flattened,
                   format_type(y.oid, -1) AS type,
                   format_type(y.oid, CASE d.typtype WHEN 'd' THEN d.typtypmod ELSE a.atttypmod END) AS declared,
                   COALESCE(row_to_json(a)->>'attgenerated', '') <> '' AS generated,
                   COALESCE(row_to_json(a)->>'attidentity', '') = 'a' AS identity_always
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type d ON d.oid = a.atttypid
              JOIN pg_type y ON y.oid = CASE d.typtype WHEN 'd' THEN d.typbasetype ELSE d.oid END
             WHERE c.relkind IN ('r', 'p') AND n.nspname = :?schema AND c.relname = :?table
             ORDER BY a.attnum
            """;
    private static final String TYPE = "SELECT 1 FROM pg_type WHERE format_type(oid, NULL) = :?type";
    private static final Pattern LENGTH = Pattern.compile("\\([-0-9,]+\\)");

    /**
     * Looks a table up.
     *
     * @throws Refusal if it does not exist
     */
    public static TargetTable load(Database target, Kernel kernel, TableName name) throws Exception {
        Map<String, Object> values = Map.of("schema", name.schema(), "table", name.table());
        List<Column> columns = new ArrayList<>();
        for (Map<String, Object> row : target.run(COLUMNS, values)) {
            columns.add(new Column(
                    (String) row.get("column"),
                    (String) row.get("type"),
                    (String) row.get("declared"),
                    (Boolean) row.get("flattened"),
                    (Boolean) row.get("generated"),
                    (Boolean) row.get("identity_always")));
        }
        if (columns.isEmpty()) {
            throw new Refusal("target table " + name
                    + " does not exist: create it, or correct its entry in routes/tables.camel.yaml");
        }
        Layout layout = new LayoutProbe(target, kernel, name)
                .layout(columns.stream().map(Column::name).toList());
        return new TargetTable(name, columns, layout);
    }

    /** Those of the types, as {@code format_type} prints them, that the target has. */
    public static Set<String> knownTypes(Database target, Collection<String> types) throws Exception {
        Set<String> known = new HashSet<>();
        for (String type : new HashSet<>(types)) {
            String name = LENGTH.matcher(type).replaceFirst("");
            if (!target.run(TYPE, Map.of("type", name)).isEmpty()) {
                known.add(type);
            }
        }
        return known;
    }

    /** The column of this name; null if there is none. */
    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElse(null);
    }
}
