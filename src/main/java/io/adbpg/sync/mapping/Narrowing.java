package io.adbpg.sync.mapping;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether PostgreSQL would silently change some values when they are stored with another type, by rounding or
 * truncating them. Values that do not fit at all are no concern here: they cause an error.
 *
 * @param name the type without length or precision; for an array the element type
 * @param precision the first number in parentheses; {@link #NONE} if there is none
 * @param scale the second number in parentheses; {@link #NONE} if there is none
 * @param fields the fields of an interval, such as {@code year to month}; otherwise blank
 */
record Narrowing(String name, int precision, int scale, String fields) {
    private static final int NONE = Integer.MAX_VALUE;

    private static final int MONEY_DECIMALS = 2;

    private static final Pattern TYPE = Pattern.compile(
            "(interval|time|timestamp|[^(\\[]+?)( [a-z ]+?)??(?:\\((-?\\d+)(?:,(-?\\d+))?\\))?( with(?:out)? time zone)?(?:\\[\\])?");

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint", "oid");
    private static final Set<String> FLOATS = Set.of("real", "double precision");
    private static final Set<String> TEXTS =
            Set.of("text", "character varying", "character", "bpchar", "citext", "name");

    /** The decimal digits that a floating-point type preserves in any number. */
    private static final Map<String, Integer> DIGITS = Map.of("real", 6, "double precision", 15);

    /** The maximal number of digits of these types. */
    private static final Map<String, Integer> LONGEST = Map.of("smallint", 5, "integer", 10, "oid", 10, "bigint", 19);

    /**
     * Whether some values of a type would change.
     *
     * @param from the source's type, as {@code format_type} prints it
     * @param to the target's
     * @param byCast whether values are converted by CAST, which rounds where parsing the text would be an error
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
            // In the locale that the job's sessions have.
            case "money" -> from.decimals() > MONEY_DECIMALS;
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

    /** Returns the decimals of a second. */
    private int seconds() {
        return Math.min(precision, 6);
    }

    private boolean isNumber() {
        return name.equals("numeric") || DIGITS.containsKey(name) || LONGEST.containsKey(name);
    }

    /** Returns the maximal number of decimals; less than any other for types that are not numbers. */
    private int decimals() {
        return name.equals("numeric") ? scale : FLOATS.contains(name) ? NONE : INTEGERS.contains(name) ? 0 : -NONE;
    }

    /** Returns the maximal number of digits. */
    private int digits() {
        if (name.equals("numeric")) {
            return precision;
        }
        return LONGEST.getOrDefault(name, DIGITS.getOrDefault(name, NONE));
    }
}
