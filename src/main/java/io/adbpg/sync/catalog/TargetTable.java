package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of the target, as the catalogue describes it.
 *
 * @param layout how its rows are stored
 * @param inherited whether other tables inherit from it and are no partitions of it: their rows are not its own
 */
public record TargetTable(TableName name, List<Column> columns, Layout layout, boolean inherited) {

    /**
     * A column of the target.
     *
     * @param type its type as {@code format_type} prints it, without length or scale; for a domain its base type
     * @param declaredType its type with length or scale
     * @param takenAs the type that its values are taken as: as declared, but for an array of domains that of what they are over
     * @param isFlattened whether {@code unnest} would take its values apart: an array or a composite
     * @param generated whether it is a generated column
     * @param identityAlways whether it is GENERATED ALWAYS AS IDENTITY, which accepts values only by COPY or with
     *     OVERRIDING SYSTEM VALUE
     * @param comparison how the target compares its values
     */
    public record Column(
            String name,
            String type,
            String declaredType,
            String takenAs,
            boolean isFlattened,
            boolean generated,
            boolean identityAlways,
            Comparison comparison) {}

    private static final String TYPES =
            """
            SELECT DISTINCT format_type(t.oid, NULL) AS type
              FROM pg_type t WHERE format_type(t.oid, NULL) = ANY (string_to_array(:?types, chr(1)))
            """;

    /** Length, scale, or what else a type takes in parentheses, such as {@code (Point,4326)}, and the fields of an interval. */
    private static final Pattern MODIFIERS =
            Pattern.compile("\\([^()\"]*\\)(?=[^\"]*$)|(?<=^interval) (?:year|month|day|hour|minute|second)[a-z ]*");

    /**
     * Reads a table from the catalogue.
     *
     * @throws Refusal if it does not exist
     */
    public static TargetTable load(Database target, Kernel kernel, TableName name) {
        return TargetTables.load(target, kernel, Set.of(name)).require(name);
    }

    /** Returns those of the types, as {@code format_type} prints them, that a database has. */
    public static Set<String> knownTypes(Database target, Collection<String> types) {
        Map<String, String> names = new HashMap<>();
        types.forEach(type -> names.put(type, MODIFIERS.matcher(type).replaceAll("")));
        Set<String> found = new HashSet<>();
        String asked = names.values().stream().distinct().collect(Collectors.joining("\u0001"));
        target.run(TYPES, Map.of("types", asked)).forEach(row -> found.add((String) row.get("type")));
        names.values().retainAll(found);
        return names.keySet();
    }

    /** Returns the table for a statement that reads, changes or locks its own rows, and not those of tables that inherit from it. */
    public String toSql() {
        return only() + name.toSql();
    }

    /** Returns {@code ONLY}, with a blank, if other tables inherit from it; blank otherwise. */
    public String only() {
        return inherited ? "ONLY " : "";
    }

    /** Returns the same table under another name. */
    public TargetTable named(TableName other) {
        return new TargetTable(other, columns, layout, inherited);
    }

    /** Returns the column of this name; null if there is none. */
    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElse(null);
    }
}
