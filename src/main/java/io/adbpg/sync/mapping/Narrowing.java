package io.adbpg.sync.mapping;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether PostgreSQL would change some values without a word when they go into a column of another type: round
 * them, or leave a part of them out. What does not fit at all is none of it: that is an error.
 *
 * @param name the type without length or precision; of an array its elements' type
 * @param precision the first number in parentheses; {@link #NONE} if there is none
 * @param scale the second one
 * @param fields of an interval, such as {@code year to month}; else blank
 */
record Narrowing(String name, int precision, int scale, String fields) {
    private static final int NONE = Integer.MAX_VALUE;

    private static final Pattern TYPE = Pattern.compile(
            "(interval|time|timestamp|[^(\\[]+?)( [a-z ]+?)??(?:\\((-?\\d+)(?:,(-?\\d+))?\\))?( with(?:out)? time zone)?(?:\\[\\])?");

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint", "oid");
    private static final Set<String> FLOATS = Set.of("real", "double precision");
    private static final Set<String> TEXTS =
            Set.of("text", "character varying", "character", "bpchar", "citext", "name");

    /** The digits that a floating-point type keeps of any number. */
    private static final Map<String, Integer> DIGITS = Map.of("real", 6, "double precision", 15);

    /** The most digits of a number of these types. */
    private static final Map<String, Integer> LONGEST = Map.of("smallint", 5, "integer", 10, "oid", 10, "bigint", 19);

    /**
     * Whether some values of a type change.
     *
     * @param from the source's type, as {@code format_type} prints it
     * @param to the target's
     * @param byCast whether values are converted by CAST, which rounds where reading the text is an error
     */
    static boolean changes(String from, String to, boolean byCast) {
        if (from.equals(to) || from.endsWith("[]") != to.endsWith("[]")) {
            return false;
        }
        return of(to).changes(of(from), byCast);
    }

    private static Narrowing of(String type) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            return new Narrowing(type, NONE, NONE, "");
        }
        String fields = matcher.group(2) == null ? "" : matcher.group(2).strip();
        boolean isInterval = matcher.group(1).equals("interval");
        String zone = matcher.group(5) == null ? "" : matcher.group(5);
        return new Narrowing(
                matcher.group(1) + (isInterval || fields.isEmpty() ? "" : " " + fields) + zone,
                number(matcher.group(3)),
                number(matcher.group(4)),
                isInterval ? fields : "");
    }

    private static int number(String digits) {
        return digits == null ? NONE : Integer.parseInt(digits);
    }

    private boolean changes(Narrowing from, boolean byCast) {
        if (name.equals("numeric")) {
            return scale != NONE && from.decimals() > scale;
        }
        if (INTEGERS.contains(name)) {
            return byCast && from.decimals() > 0;
        }
        if (FLOATS.contains(name)) {
            return from.isNumber() && from.digits() > digits();
        }
        if (isTime() || isTimestamp() || name.equals("interval")) {
            return changesTime(from);
        }
        return switch (name) {
            case "date" -> from.isTimestamp();
            case "name", "\"char\"" -> TEXTS.contains(from.name) && !from.name.equals(name) && from.precision > 1;
            case "cidr" -> byCast && from.name.equals("inet");
            default -> false;
        };
    }

    private boolean changesTime(Narrowing from) {
        if (name.equals("interval")) {
            return from.name.equals(name)
                    && (from.seconds() > seconds() || (!fields.isEmpty() && !fields.equals(from.fields)));
        }
        boolean isSame = isTime() ? from.isTime() : from.isTimestamp();
        boolean losesZone = isTime() && from.name.endsWith("with time zone") && !name.equals(from.name);
        return (isTime() && from.isTimestamp()) || (isSame && (losesZone || from.seconds() > seconds()));
    }

    private boolean isTime() {
        return name.equals("time without time zone") || name.equals("time with time zone");
    }

    private boolean isTimestamp() {
        return name.startsWith("timestamp with");
    }

    /** The decimals of a second. */
    private int seconds() {
        return Math.min(precision, 6);
    }

    private boolean isNumber() {
        return name.equals("numeric") || DIGITS.containsKey(name) || LONGEST.containsKey(name);
    }

    /** The most decimals that a number can have; of what is no number none. */
    private int decimals() {
        return name.equals("numeric") ? scale : FLOATS.contains(name) ? NONE : INTEGERS.contains(name) ? 0 : -NONE;
    }

    /** The most digits that a number can have. */
    private int digits() {
        if (name.equals("numeric")) {
            return precision;
        }
        return LONGEST.getOrDefault(name, DIGITS.getOrDefault(name, NONE));
    }
}
