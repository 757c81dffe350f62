package io.adbpg.sync.mapping;

import io.adbpg.sync.failure.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SQL that a user wrote into a route file, split into tokens.
 *
 * @param tokens words, numbers, quoted texts, quoted names, spaces and single characters, in order; a comment becomes a
 *     space
 */
record SqlText(List<String> tokens) {
    private static final Pattern TOKEN = Pattern.compile(
            "--[^\\n]*+|/\\*.*?\\*/" // comments
                    + "|[eE]'(?:[^'\\\\]++|\\\\.|'')*+'|'(?:[^']++|'')*+'" // texts
                    + "|\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$.*?\\$\\1\\$|\\$\\$.*?\\$\\$"
                    + "|\"(?:[^\"]++|\"\")*+\"" // names
                    + "|[\\p{L}_][\\p{L}\\p{N}_$]*+" // words
                    + "|\\d[\\d.]*+(?:[eE][-+]?\\d++)?+" // numbers
                    + "|\\s++|.",
            Pattern.DOTALL);

    /** A number, text or boolean, perhaps with a cast; matched against words that single spaces separate. */
    private static final Pattern CONSTANT;

    static {
        String literal = "(?:[-+]?\\d[\\d.eE+-]*|[eE]?'.*'|true|false)";
        String type = "[\\p{L}_\"][\\p{L}\\p{N}_\". ]*(?: ?\\([\\d, ]+\\))?(?: [\\p{L} ]+)?(?: ?\\[ ?\\])?";
        CONSTANT = Pattern.compile(
                literal + "(?: ?:: ?" + type + ")?|cast ?\\( ?" + literal + " as " + type + " ?\\)|(?:date|timestamp|"
                        + "timestamptz|time|interval|uuid|numeric) ?'.*'",
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** Words whose value depends on the time or the session. */
    private static final Set<String> WORDS_OF_ITS_TIME = Set.of(
            "current_date",
            "current_time",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "current_user",
            "current_role",
            "session_user",
            "current_catalog",
            "current_schema");

    /** Functions whose value depends on the time or the session. */
    private static final Set<String> FUNCTIONS_OF_ITS_TIME = Set.of(
            "now",
            "clock_timestamp",
            "statement_timestamp",
            "transaction_timestamp",
            "timeofday",
            "age",
            "current_setting",
            "current_database",
            "pg_backend_pid");

    /**
     * Splits a text into tokens.
     *
     * @throws IllegalArgumentException if it contains a semicolon, or a quote, parenthesis or comment that is not
     *     closed
     */
    static SqlText of(String text) {
        List<String> tokens = new ArrayList<>();
        int depth = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            String token = matcher.group();
            boolean isComment = token.startsWith("--") || token.startsWith("/*");
            depth += depth(token);
            if (token.equals(";")) {
                throw Malformed.of("'{0}' holds a semicolon outside quotes: write one expression, no statements", text);
            }
            if (depth < 0 || token.equals("$") || isOpening(tokens, token) || token.equals("'") || token.equals("\"")) {
                throw notClosed(text);
            }
            tokens.add(isComment || token.isBlank() ? " " : token);
        }
        if (depth != 0) {
            throw notClosed(text);
        }
        return new SqlText(List.copyOf(tokens));
    }

    /** Whether an unclosed comment begins here: a closed one would be one token. */
    private static boolean isOpening(List<String> before, String token) {
        return token.equals("*")
                && !before.isEmpty()
                && before.get(before.size() - 1).equals("/");
    }

    private static int depth(String token) {
        return switch (token) {
            case "(", "[" -> 1;
            case ")", "]" -> -1;
            default -> 0;
        };
    }

    private static IllegalArgumentException notClosed(String text) {
        return Malformed.of(
                "'{0}' is not valid SQL: a quote, comment or parenthesis is not closed, or not opened", text);
    }

    /** Returns the parts between the commas outside parentheses. */
    List<SqlText> items() {
        List<SqlText> items = new ArrayList<>();
        List<String> item = new ArrayList<>();
        int depth = 0;
        for (String token : tokens) {
            depth += depth(token);
            if (depth == 0 && token.equals(",")) {
                items.add(new SqlText(List.copyOf(item)));
                item.clear();
            } else {
                item.add(token);
            }
        }
        items.add(new SqlText(List.copyOf(item)));
        return items;
    }

    /** Returns the tokens without spaces. */
    List<String> words() {
        return tokens.stream().filter(token -> !token.isBlank()).toList();
    }

    /** Returns the text without its last {@code count} words. */
    SqlText withoutLast(int count) {
        int end = tokens.size();
        for (int left = count; left > 0; end--) {
            left -= tokens.get(end - 1).isBlank() ? 0 : 1;
        }
        return new SqlText(tokens.subList(0, end));
    }

    /** Whether it contains one of these names, quoted or not. */
    boolean mentionsAny(List<String> names) {
        return tokens.stream().anyMatch(token -> names.contains(token) || names.contains(token.replace("\"", "")));
    }

    /** Whether it is a literal, perhaps with a cast, and so has the same value in all rows. */
    boolean isConstant() {
        String text = String.join(" ", words()).replaceAll(" ?: : ?", "::").replaceAll("([-+]) (?=\\d)", "$1");
        return items().size() == 1
                && words().stream().filter(word -> word.contains("'")).count() <= 1
                && CONSTANT.matcher(text).matches();
    }

    /** Whether its value depends on the time or the session. */
    boolean isOfItsTime() {
        List<String> words = words();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            boolean isCalled = i + 1 < words.size() && words.get(i + 1).equals("(");
            if (WORDS_OF_ITS_TIME.contains(word) || (isCalled && FUNCTIONS_OF_ITS_TIME.contains(word))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the text for a statement that JDBC prepares and Camel binds, where a lone {@code ?} would be a parameter,
     * and {@code :?word} even inside quotes.
     */
    String toJdbc() {
        return tokens.stream()
                .map(SqlText::toJdbc)
                .collect(Collectors.joining())
                .strip();
    }

    private static String toJdbc(String token) {
        if (token.startsWith("'") && token.contains(":?")) {
            return "E" + token.replace("\\", "\\\\").replace("?", "\\x3F");
        }
        return token.equals("?") ? "??" : token;
    }

    /** Returns the text on one line and without comments. */
    @Override
    public String toString() {
        return String.join("", tokens).strip();
    }
}
