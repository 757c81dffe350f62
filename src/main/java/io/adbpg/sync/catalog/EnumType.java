package io.adbpg.sync.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An enum type of a database.
 *
 * @param name its name, as SQL has it
 * @param values its values, in its order
 */
public record EnumType(String name, List<String> values) {
    private static final String OF_COLUMNS =
            """
            SELECT n.nspname AS schema, c.relname AS name, a.attname AS column,
                   quote_ident(s.nspname) || '.' || quote_ident(y.typname) AS type,
                   (SELECT string_agg(CAST(e.enumlabel AS text), chr(1) ORDER BY e.enumsortorder)
                      FROM pg_enum e WHERE e.enumtypid = y.oid) AS labels
              FROM {tables}
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type t ON t.oid = a.atttypid
              JOIN pg_type y ON y.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype
                                             WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
              JOIN pg_namespace s ON s.oid = y.typnamespace
             WHERE y.typtype = 'e'
            """
                    .replace("{tables}", NameList.TABLES);

    /**
     * Returns the types of the columns of tables that are enums, domains over one or arrays of one, by table and column; tables
     * without such a column are left out.
     *
     * @param tables no one twice
     */
    public static Map<TableName, Map<String, EnumType>> ofColumns(Database database, Collection<TableName> tables) {
        Map<TableName, Map<String, EnumType>> types = new HashMap<>();
        for (Map<String, Object> row : database.run(OF_COLUMNS, NameList.values(tables))) {
            String labels = (String) row.get("labels");
            List<String> values = labels == null ? List.of() : Arrays.asList(labels.split("\u0001", -1));
            types.computeIfAbsent(
                            new TableName((String) row.get("schema"), (String) row.get("name")),
                            table -> new HashMap<>())
                    .put((String) row.get("column"), new EnumType((String) row.get("type"), values));
        }
        return types;
    }

    /** Returns the statements that give this type the values which another type has and it lacks, each in its place. */
    public List<String> additions(EnumType other) {
        List<String> statements = new ArrayList<>();
        String before = null;
        for (String value : other.values) {
            if (!values.contains(value)) {
                String place = before != null
                        ? " AFTER " + literal(before)
                        : values.isEmpty() ? "" : " BEFORE " + literal(values.get(0));
                statements.add("ALTER TYPE " + name + " ADD VALUE IF NOT EXISTS " + literal(value) + place);
            }
            before = value;
        }
        return statements;
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
