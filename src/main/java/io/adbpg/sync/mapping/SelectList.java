package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Malformed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code columns} of a table route: a select list over the source's columns.
 *
 * @param items the items in order; {@link #REST} may be one of them
 */
public record SelectList(List<Item> items) {
    /** {@code *}: all columns that no other item reads or produces, under their own names. */
    static final Item REST = new Item("*", null, "*");

    /** Words that are values rather than columns. */
    private static final Set<String> VALUES = Set.of(
            "true",
            "false",
            "null",
            "current_date",
            "current_time",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "current_user",
            "session_user",
            "user");

    private static final Pattern IDENTIFIER = Pattern.compile("\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

    /**
     * One item.
     *
     * @param expression SQL over the source's columns
     * @param source the source column if the expression is just a column; otherwise null
     * @param target the target column
     */
    public record Item(String expression, String source, String target) {
        /** Returns an item for a source column that keeps its name. */
        static Item same(String column) {
            return new Item(TableName.quote(column), column, column);
        }

        /** Whether it has the same value in all rows. */
        boolean isConstant() {
            return source == null && SqlText.of(expression).isConstant();
        }

        /** Returns the expression for a statement that JDBC prepares. */
        String toJdbc() {
            return SqlText.of(expression).toJdbc();
        }
    }

    /**
     * Parses a select list such as {@code id, status AS order_status, upper(name) AS name}.
     *
     * @throws IllegalArgumentException if an item is malformed or a target column occurs twice; the message names it
     */
    static SelectList parse(String text) {
        List<Item> items = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (SqlText part : SqlText.of(text).items()) {
            Item item = item(part);
            if (!targets.add(item.target())) {
                throw Malformed.of("'{0}' names target column {1} twice: rename or drop one", text, item.target());
            }
            items.add(item);
        }
        return new SelectList(items);
    }

    private static Item item(SqlText text) {
        List<String> words = text.words();
        int last = words.size() - 1;
        if (words.equals(List.of("*"))) {
            return REST;
        }
        if (words.size() == 1 && isIdentifier(words.get(0))) {
            return Item.same(TableName.unquote(words.get(0)));
        }
        if (last < 2 || !words.get(last - 1).equalsIgnoreCase("AS") || !isIdentifier(words.get(last))) {
            throw Malformed.of("'{0}' names no target column: write '{0} AS name'", text);
        }
        String target = TableName.unquote(words.get(last));
        if (last == 2
                && isIdentifier(words.get(0))
                && !VALUES.contains(words.get(0).toLowerCase(Locale.ROOT))) {
            String source = TableName.unquote(words.get(0));
            return new Item(TableName.quote(source), source, target);
        }
        return new Item(text.withoutLast(2).toString(), null, target);
    }

    private static boolean isIdentifier(String word) {
        return IDENTIFIER.matcher(word).matches();
    }

    /**
     * Returns the items, with {@link #REST} replaced by those of these columns that no other item reads or produces.
     */
    List<Item> expand(Collection<String> columns) {
        Set<String> named = new HashSet<>();
        for (Item item : items) {
            named.add(item.target());
            if (item.source() != null) {
                named.add(item.source());
            }
        }
        List<Item> expanded = new ArrayList<>();
        for (Item item : items) {
            if (item.equals(REST)) {
                columns.stream()
                        .filter(column -> !named.contains(column))
                        .map(Item::same)
                        .forEach(expanded::add);
            } else {
                expanded.add(item);
            }
        }
        return expanded;
    }
}
