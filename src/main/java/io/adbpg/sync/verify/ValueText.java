package io.adbpg.sync.verify;

import io.adbpg.sync.mapping.ComparedColumn;
import java.util.Map;
import java.util.Set;

/**
 * SQL expressions for a column's value that print the same text on both ends if the value is the same.
 *
 * @param column the compared column
 * @param knownToSource whether the source has the target column's type
 */
record ValueText(ComparedColumn column, boolean knownToSource) {
    /** Types whose text depends on the version, by its digits or, for pg_lsn from 19 on, by zeros; and what gives their bits instead. */
    private static final Map<String, String> BINARY = Map.of(
            "real", "float4send",
            "double precision", "float8send",
            "point", "point_send",
            "line", "line_send",
            "lseg", "lseg_send",
            "box", "box_send",
            "path", "path_send",
            "polygon", "poly_send",
            "circle", "circle_send",
            "pg_lsn", "pg_lsn_send");

    private static final Set<String> WHOLE_NUMBERS = Set.of("smallint", "integer", "bigint");
    private static final String ZONED = "with time zone";

    /** The expression for a value on the target. */
    String ofTarget(String value) {
        return comparable(value);
    }

    /** The expression for a value on the source: as the target would have it, if the source can tell. */
    String ofSource(String value) {
        if (isPrintedAlike()) {
            return comparable(value);
        }
        return isUnknownToSource() ? value : comparable(read(printed(value), value));
    }

    /** The expression for a text that either end has printed, as the target reads it. */
    String ofText(String text) {
        return printed(comparable("CAST(" + text + " AS " + typeToRead() + ")"));
    }

    /** Whether the source can't tell how the target prints the values. */
    boolean isUnknownToSource() {
        boolean getsItsZone =
                column.target().type().contains(ZONED) && !column.loadedType().contains(ZONED);
        return !isPrintedAlike() && (!knownToSource || getsItsZone);
    }

    /** The text that COPY prints. */
    private static String printed(String value) {
        return "concat(" + value + ")";
    }

    private String read(String text, String value) {
        return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN CAST(" + text + " AS " + typeToRead() + ") END";
    }

    private String comparable(String value) {
        String type = column.target().type();
        if (type.equals("character")) {
            // The cast drops trailing blanks.
            return "CAST(" + value + " AS text)";
        }
        if (type.endsWith("[]") && BINARY.containsKey(type.substring(0, type.length() - 2))) {
            return "array_send(" + value + ")";
        }
        return BINARY.containsKey(type) ? BINARY.get(type) + "(" + value + ")" : value;
    }

    /** The type to read a text with; not one that silently truncates. */
    private String typeToRead() {
        return switch (column.target().type()) {
            case "character varying" -> "text";
            case "character" -> "bpchar";
            default -> column.target().declaredType();
        };
    }

    private boolean isPrintedAlike() {
        String from = column.loadedType();
        String to = column.target().declaredType();
        boolean toText = isText(column.target().type());
        return from.equals(to)
                || (isText(from.replaceFirst("\\(.*", "")) && toText)
                || (WHOLE_NUMBERS.contains(from) && (WHOLE_NUMBERS.contains(to) || to.equals("numeric") || toText));
    }

    private static boolean isText(String type) {
        return type.equals("text") || type.equals("character varying");
    }
}
