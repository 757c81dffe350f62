package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a table, or a wildcard for all tables of a schema.
 *
 * @param schema the schema, unquoted
 * @param table the table, unquoted; {@code *} for all tables of the schema
 */
public record TableName(String schema, String table) implements Comparable<TableName> {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[a-z_][a-z0-9_]*");

    /**
     * Parses a name written as in SQL: {@code public.orders}, {@code app."Mixed Case"}, {@code app."dotted.name"}, or
     * {@code public.*}.
     *
     * @throws IllegalArgumentException if it is not such a name; the message says why
     */
    public static TableName parse(String text) {
        List<String> parts = new ArrayList<>();
        int end = 0;
        while (end <= text.length()) {
            int start = end;
            end = endOfPart(text, start);
            parts.add(unquote(text, text.substring(start, end)));
            if (end < text.length() && text.charAt(end) != '.') {
                throw Malformed.of(
                        "'{0}' is not a table name: unexpected '{1}'; write schema.table, with double quotes as in SQL",
                        text, text.charAt(end));
            }
            end++;
        }
        if (parts.size() != 2) {
            throw Malformed.of(
                    "'{0}' is not a table name: write schema.table, or schema.* for all tables of a schema", text);
        }
        return new TableName(parts.get(0), parts.get(1));
    }

    /** Whether this is {@code schema.*}. */
    public boolean isWildcard() {
        return table.equals("*");
    }

    /** Returns the quoted name for SQL. */
    public String toSql() {
        return quote(schema) + "." + quote(table);
    }

    /** Returns an identifier, quoted for SQL. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /**
     * Quotes an identifier for a statement that binds values by name, where {@code :?word} would be a parameter even
     * inside quotes.
     *
     * @return the quoted identifier; with Unicode escapes if it contains {@code :?}
     */
    public static String quoteBesideValues(String identifier) {
        return identifier.contains(":?")
                ? "U&" + quote(identifier.replace("\\", "\\\\").replace(":?", "\\003A?"))
                : quote(identifier);
    }

    /** Removes the quotes of an identifier, or folds an unquoted one to lower case, as PostgreSQL does. */
    public static String unquote(String identifier) {
        return unquote(identifier, identifier);
    }

    private static String unquote(String whole, String part) {
        if (part.equals("\"\"")) {
            throw Malformed.of("'{0}' is not a name: there is nothing between its quotes", whole);
        }
        if (part.length() >= 2 && part.startsWith("\"") && part.endsWith("\"")) {
            return part.substring(1, part.length() - 1).replace("\"\"", "\"");
        }
        if (part.equals("*")) {
            return part;
        }
        if (!PLAIN.matcher(part).matches()) {
            throw Malformed.of("'{0}' is not a name: '{1}' needs double quotes, as in SQL", whole, part);
        }
        return foldAscii(part);
    }

    private static String foldAscii(String identifier) {
        StringBuilder folded = new StringBuilder(identifier);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + 32));
            }
        }
        return folded.toString();
    }

    private static int endOfPart(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '"') {
            int dot = text.indexOf('.', start);
            return dot < 0 ? text.length() : dot;
        }
        int i = start + 1;
        while (i < text.length()) {
            if (text.charAt(i) != '"') {
                i++;
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw Malformed.of("'{0}' is not a table name: a double quote is not closed", text);
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** Returns the name as a user writes it, with quotes where SQL needs them. */
    @Override
    public String toString() {
        return readable(schema) + "." + (isWildcard() ? table : readable(table));
    }

    /** Returns an identifier as a user writes it, with quotes where SQL needs them. */
    static String readable(String identifier) {
        return NEEDS_NO_QUOTES.matcher(identifier).matches() ? identifier : quote(identifier);
    }
}
