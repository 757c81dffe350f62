package io.adbpg.sync.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How the values of a setting are written.
 *
 * @param allowed what may be written, for messages: what follows "use"
 * @param keepsSpaces whether spaces around a value belong to it
 * @param parse from a value's text to the value; null if the text is not allowed
 */
record Kind<T>(String allowed, boolean keepsSpaces, Function<String, T> parse) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private static <T> Kind<T> of(String allowed, Function<String, T> parse) {
        return new Kind<>(allowed, false, parse);
    }

    /** Any text, without the spaces around it. */
    static Kind<String> text() {
        return of("a text", Function.identity());
    }

    /** Any text as it is, spaces included. */
    static Kind<String> verbatim() {
        return new Kind<>("a text", true, Function.identity());
    }

    /** What a pattern matches. */
    static Kind<String> matching(Pattern pattern, String allowed) {
        return of(allowed, value -> pattern.matcher(value).matches() ? value : null);
    }

    /** {@code true} or {@code false}. */
    static Kind<Boolean> flag() {
        return of("true or false", value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    /** A whole number within these bounds. */
    static Kind<Long> number(long least, long most) {
        return of("a whole number from " + least + " to " + most, value -> {
            if (!NUMBER.matcher(value).matches()) {
                return null;
            }
            long number = Long.parseLong(value);
            return number >= least && number <= most ? number : null;
        });
    }

    /** A whole number within these bounds, or nothing. */
    static Kind<OptionalLong> numberOrBlank(long least, long most) {
        Kind<Long> number = number(least, most);
        return of(number.allowed, value -> {
            if (value.isEmpty()) {
                return OptionalLong.empty();
            }
            Long parsed = number.parse.apply(value);
            return parsed == null ? null : OptionalLong.of(parsed);
        });
    }

    /** One of these words. */
    static Kind<String> word(List<String> words) {
        return of("one of " + String.join(", ", words), value -> words.contains(value) ? value : null);
    }

    /** A constant of an enum, as a word in small letters, with hyphens. */
    static <E extends Enum<E>> Kind<E> constant(Class<E> type) {
        return constant(
                type, constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** A constant of an enum, as a word of its own. */
    static <E extends Enum<E>> Kind<E> constant(Class<E> type, Function<E, String> word) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        return of("one of " + String.join(", ", constants.stream().map(word).toList()), value -> constants.stream()
                .filter(constant -> word.apply(constant).equals(value))
                .findFirst()
                .orElse(null));
    }

    /** What a parser takes that throws {@link IllegalArgumentException} for all else. */
    static <T> Kind<T> parsed(String allowed, Function<String, T> parser) {
        return of(allowed, value -> {
            try {
                return parser.apply(value);
            } catch (IllegalArgumentException e) {
                return null;
            }
        });
    }

    /** The same as text, or a reference to another property, {@code {{…}}}, which Camel resolves. */
    Kind<String> orReference() {
        return new Kind<>(
                allowed, keepsSpaces, value -> value.startsWith("{{") || parse.apply(value) != null ? value : null);
    }
}
