package io.adbpg.sync.failure;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line for the user: an English pattern with its arguments. The pattern is also the key by which translations of the line
 * are found, so that the English stands where the message is made.
 *
 * <p>{@code {0}} stands for the first argument. An argument is a name, a number, something {@link Worded}, or another message.
 */
public final class Message {
    /** Nothing to say. */
    public static final Message NONE = verbatim("");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");

    private final String key;
    private final List<Object> arguments;

    private Message(String key, List<Object> arguments) {
        this.key = key;
        this.arguments = arguments;
    }

    /**
     * A message of the program.
     *
     * @param english its pattern, a constant
     */
    public static Message of(String english, Object... arguments) {
        return new Message(
                english, Arrays.stream(arguments).map(Message::argument).toList());
    }

    /** A message that was taken apart before, from its {@link #key} and {@link #arguments}. */
    public static Message again(String key, Object... arguments) {
        return of(key, arguments);
    }

    /** What somebody else has said, as a server or a library: it stays in their words, in every language. */
    public static Message verbatim(String text) {
        return new Message(null, List.of(printable(text)));
    }

    /** All of these in one line, with semicolons between. */
    public static Message all(Collection<Message> messages) {
        return all(List.copyOf(messages), "{0}; {1}");
    }

    /** All of these in one line, with commas between. */
    public static Message list(Collection<Message> messages) {
        return all(List.copyOf(messages), "{0}, {1}");
    }

    /** By halves, so that many messages are not nested deeply. */
    private static Message all(List<Message> messages, String pair) {
        int half = messages.size() / 2;
        return switch (messages.size()) {
            case 0 -> NONE;
            case 1 -> messages.get(0);
            default ->
                of(pair, all(messages.subList(0, half), pair), all(messages.subList(half, messages.size()), pair));
        };
    }

    private static Object argument(Object value) {
        if (value instanceof Worded worded) {
            return worded.message();
        }
        return value instanceof Message ? value : printable(String.valueOf(value));
    }

    /** A name may contain line breaks or terminal control characters. */
    private static String printable(String text) {
        return text.replace('\t', ' ').replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "⏎");
    }

    /** The English pattern; null if the message is somebody else's. */
    public String key() {
        return key;
    }

    /** The arguments, each a text or a message. */
    public List<Object> arguments() {
        return arguments;
    }

    /** Whether there is nothing to say. */
    public boolean isBlank() {
        return toString().isBlank();
    }

    /**
     * Splits the message in two, leaving out what is between.
     *
     * @param begin where the first part ends, in the English line
     * @param end where the second part begins
     */
    public List<Message> split(int begin, int end) {
        int shift = 0;
        Matcher place = PLACE.matcher(key == null ? "" : key);
        while (place.find() && place.start() + shift < begin) {
            int number = Integer.parseInt(place.group(1));
            int length = argumentAt(number, place.group()).length();
            int first = place.start() + shift;
            if (first + length > begin) {
                boolean isLast = place.end() == key.length();
                return isLast && arguments.get(number) instanceof Message last
                        ? withParts(number, last.split(begin - first, end - first))
                        : verbatim(begin, end);
            }
            shift += length - place.group().length();
        }
        if (key == null || end - shift > key.length()) {
            return verbatim(begin, end);
        }
        return List.of(
                new Message(key.substring(0, begin - shift), arguments),
                new Message(key.substring(end - shift), arguments));
    }

    private List<Message> verbatim(int begin, int end) {
        return List.of(
                verbatim(toString().substring(0, begin)), verbatim(toString().substring(end)));
    }

    private List<Message> withParts(int place, List<Message> parts) {
        Object[] all = arguments.toArray();
        all[place] = parts.get(0);
        return List.of(of(key, all), parts.get(1));
    }

    /** The line in English. */
    @Override
    public String toString() {
        return key == null
                ? arguments.get(0).toString()
                : PLACE.matcher(key)
                        .replaceAll(place ->
                                Matcher.quoteReplacement(argumentAt(Integer.parseInt(place.group(1)), place.group())));
    }

    private String argumentAt(int place, String otherwise) {
        return place < arguments.size() ? arguments.get(place).toString() : otherwise;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message message && message.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
