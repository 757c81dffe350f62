package io.adbpg.sync.verify;

import io.adbpg.sync.mapping.ComparedColumn;
import java.util.Map;
import java.util.Set;

/**
 * SQL for the text of a column's value, which is the same on both ends if the value is.
 *
 * @param column the target's column
 * @param knownToSource whether the source has the column's type
 */
record ValueText(ComparedColumn column, boolean knownToSource) {
    /** Types whose text has more digits on some kernels, and what gives their bits. */
    private static final Map<String, String> BINARY = Map.of(
            "real", "float4send",
            "double precision", "float8send",
            "point", "point_send",
            "line", "line_send",
            "lseg", "lseg_send",
            "box", "box_send",
            "path", "path_send",
            "polygon", "poly_send",
            "circle", "circle_send");

    private static final Set<String> WHOLE_NUMBERS = Set.of("smallint", "integer", "bigint");
    private static final String ZONED = "with time zone";

    /** Of what the target holds. */
    String ofTarget(String value) {
        return comparable(value);
    }

    /** Of what the source gives: as the target would hold it, if the source can tell. */
    String ofSource(String value) {
        if (isPrintedAlike()) {
            return comparable(value);
        }
        return isUnknownToSource() ? value : comparable(read(printed(value), value));
    }

    /** Of a text that either end has printed, as the target reads it. */
    String ofText(String text) {
        return printed(comparable("CAST(" + text + " AS " + typeToRead() + ")"));
    }

    /** Whether the source can't tell how the target prints its values. */
    boolean isUnknownToSource() {
        boolean getsItsZone =
                column.target().type().contains(ZONED) && !column.loadedType().contains(ZONED);
        return !isPrintedAlike() && (!knownToSource || getsItsZone);
    }

    /** What COPY prints. */
    private static String printed(String value) {
        return "concat(" + value + ")";
    }

    private String read(String text, String value) {
        return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN CAST(" + text + " AS " + typeToRead() + ") END";
    }

    private String comparable(String value) {
        String type = column.target().type();
        if (type.equals("character")) {
            // Without the blanks at its end.
            return "CAST(" + value + " AS text)";
        }
        if (type.endsWith("[]") && BINARY.containsKey(type.substring(0, type.length() - 2))) {
            return "array_send(" + value + ")";
        }
        return BINARY.containsKey(type) ? BINARY.get(type) + "(" + value + ")" : value;
    }

    /** Not one that cuts a text in silence. */
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
