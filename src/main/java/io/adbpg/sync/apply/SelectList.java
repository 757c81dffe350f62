package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code columns} of a table route: a select list over the source's columns.
 *
 * @param items its items, in their order
 */
public record SelectList(List<Item> items) {
    private static final String IDENTIFIER = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final Pattern PLAIN = Pattern.compile(IDENTIFIER);
    private static final Pattern NAMED =
            Pattern.compile("(.*?)\\s+AS\\s+(" + IDENTIFIER + ")", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * One item.
     *
     * @param expression SQL over the source's columns
     * @param source the source column that the expression is; null if it is more than a column
     * @param target the target column
     */
    public record Item(String expression, String source, String target) {
        /** A source column that keeps its name. */
        static Item same(String column) {
            return new Item(TableName.quote(column), column, column);
        }
    }

    /**
     * Parses a select list such as {@code id, status AS order_status, upper(name) AS name}.
     *
     * @throws IllegalArgumentException naming the item that is not one
     */
    public static SelectList parse(String text) {
        List<Item> items = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (String part : split(text)) {
            Item item = item(part.strip());
            if (!targets.add(item.target())) {
                throw new IllegalArgumentException(
                        "'" + text + "' names target column " + item.target() + " twice: rename or drop one");
            }
            items.add(item);
        }
        return new SelectList(items);
    }

    private static Item item(String text) {
        if (PLAIN.matcher(text).matches()) {
            String column = TableName.unquote(text);
            return Item.same(column);
        }
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
            throw new IllegalArgumentException("'" + text + "' names no target column: write '" + text + " AS name'");
        }
        String expression = named.group(1).strip();
        String target = TableName.unquote(named.group(2));
        return PLAIN.matcher(expression).matches()
                ? new Item(TableName.quote(TableName.unquote(expression)), TableName.unquote(expression), target)
                : new Item(expression, null, target);
    }

    /** Splits at the commas that stand outside quotes and parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
                if (depth < 0) {
                    throw notClosed(text);
                }
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (quote != 0 || depth != 0) {
            throw notClosed(text);
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static IllegalArgumentException notClosed(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no select list: a quote or parenthesis is not closed, or not opened");
    }
}
