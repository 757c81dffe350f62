package io.adbpg.sync.precheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.Jsoner;

/**
 * The bounds of a table's partitions, as {@code pg_get_expr} prints them, taken apart.
 *
 * @param column the column that the table is partitioned by
 * @param type the column's type, as {@code format_type} prints it, without length or scale
 * @param isRange whether partitions are ranges, rather than lists
 * @param values of ranges, pairs of the lower and the upper end, null where there is none; of lists, the values
 * @param takesNull whether a partition takes rows whose column is NULL
 */
record PartitionBounds(String column, String type, boolean isRange, JsonArray values, boolean takesNull) {
    private static final Pattern RANGE = Pattern.compile("FOR VALUES FROM \\((.+)\\) TO \\((.+)\\)");
    private static final Pattern LIST = Pattern.compile("FOR VALUES IN \\((.+)\\)");
    private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'|[^', ()]+");

    /**
     * Reads the bounds of a partitioned table.
     *
     * @return null if it is not partitioned by one column, or if a bound is written in another way than is known here
     */
    static PartitionBounds of(Map<String, Object> row) {
        if (row.get("column") == null) {
            return null;
        }
        boolean isRange = "r".equals(row.get("strategy"));
        JsonArray values = new JsonArray();
        boolean takesNull = false;
        for (Object bound : parsed((String) row.get("bounds"))) {
            Matcher matcher = (isRange ? RANGE : LIST).matcher(String.valueOf(bound));
            if (!matcher.matches()) {
                return null;
            }
            List<String> literals = literals(matcher.group(1));
            if (isRange) {
                literals.addAll(literals(matcher.group(2)));
                if (literals.size() != 2) {
                    return null;
                }
                values.add(new JsonArray(literals));
            } else {
                takesNull |= literals.remove(null);
                values.addAll(literals);
            }
        }
        return new PartitionBounds((String) row.get("column"), (String) row.get("type"), isRange, values, takesNull);
    }

    private static JsonArray parsed(String json) {
        try {
            return (JsonArray) Jsoner.deserialize(json);
        } catch (DeserializationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the literals of a list; null for NULL, and for an end that is not there. */
    private static List<String> literals(String list) {
        List<String> literals = new ArrayList<>();
        Matcher matcher = LITERAL.matcher(list);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            boolean isNone = List.of("NULL", "MINVALUE", "MAXVALUE").contains(matcher.group());
            literals.add(quoted != null ? quoted.replace("''", "'") : isNone ? null : matcher.group());
        }
        return literals;
    }
}
