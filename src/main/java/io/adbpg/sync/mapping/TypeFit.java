package io.adbpg.sync.mapping;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a column of one type can store every value of another unchanged, as far as their names tell. */
record TypeFit(String name, List<Integer> numbers) {
    private static final Pattern TYPE = Pattern.compile("([^(]+)(?:\\((\\d+)(?:,(\\d+))?\\))?(.*)");
    private static final List<String> WHOLE_NUMBERS = List.of("smallint", "integer", "bigint", "numeric");

    /** @param type as {@code format_type} prints it */
    static TypeFit of(String type) {
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches() || matcher.group(2) == null) {
            return new TypeFit(type, List.of());
        }
        int first = Integer.parseInt(matcher.group(2));
        List<Integer> numbers =
                matcher.group(3) == null ? List.of(first) : List.of(first, Integer.parseInt(matcher.group(3)));
        return new TypeFit(matcher.group(1) + matcher.group(4), numbers);
    }

    boolean covers(TypeFit other) {
        if (equals(other) || (name.equals("text") && numbers.isEmpty())) {
            return true;
        }
        if (numbers.isEmpty()) {
            return name.equals(other.name) || isWiderNumber(other);
        }
        if (!name.equals(other.name) || other.numbers.size() != numbers.size()) {
            return false;
        }
        return numbers.size() == 2
                ? numbers.get(1) >= other.numbers.get(1)
                        && numbers.get(0) - numbers.get(1) >= other.numbers.get(0) - other.numbers.get(1)
                // These two pad values to their length.
                : !name.equals("bit") && !name.equals("character") && numbers.get(0) >= other.numbers.get(0);
    }

    private boolean isWiderNumber(TypeFit other) {
        int narrow = WHOLE_NUMBERS.indexOf(other.name);
        return narrow >= 0 && WHOLE_NUMBERS.indexOf(name) > narrow;
    }
}
