package io.adbpg.sync.operate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.json.JsonObject;

/**
 * What the status page says in Chinese in the place of the program's messages, from {@code words.zh-CN.txt}: the English pattern,
 * and below it the Chinese one.
 */
final class Translation {
    private static final String FILE = "words.zh-CN.txt";
    /** The precheck shows the parts of a message apart that such a sign separates. */
    private static final List<Pattern> SEPARATORS =
            List.of(Pattern.compile(": |："), Pattern.compile("; (?=check |correct it there)|；(?=请检查|请在该处更正)"));

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");

    private Translation() {}

    /** Returns the Chinese patterns by the English ones, in the order of the file. */
    static Map<String, String> read() {
        Map<String, String> translated = new LinkedHashMap<>();
        List<String> block = new ArrayList<>();
        for (String line : (text() + "\n").split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("# ")) {
                block.add(line);
            } else if (!block.isEmpty()) {
                if (block.size() != 2 || translated.put(block.get(0), block.get(1)) != null) {
                    throw new IllegalStateException(FILE + ": not a pattern and its translation, once: " + block);
                }
                block.clear();
            }
        }
        return translated;
    }

    private static String text() {
        try (InputStream stream = Translation.class.getResourceAsStream(FILE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the patterns, and the parts of those that can be split, as JSON. */
    static String json() {
        JsonObject json = new JsonObject();
        read().forEach((english, chinese) -> parts(english, chinese).forEach(json::putIfAbsent));
        read().forEach(json::put);
        return json.toJson();
    }

    /** Returns what a member of a job's answer says, in Chinese if it is known how. */
    static String chinese(JsonObject json, String member) {
        return json.get("messages") instanceof JsonObject messages && messages.get(member) instanceof JsonObject message
                ? chinese(message, read())
                : json.getString(member);
    }

    private static String chinese(JsonObject message, Map<String, String> translated) {
        String key = message.getString("key");
        List<?> arguments = (List<?>) message.get("arguments");
        return PLACE.matcher(translated.getOrDefault(key, key)).replaceAll(place -> {
            int number = Integer.parseInt(place.group(1));
            Object argument = number < arguments.size() ? arguments.get(number) : place.group();
            return Matcher.quoteReplacement(
                    argument instanceof JsonObject part ? chinese(part, translated) : argument.toString());
        });
    }

    /** Returns what comes before and after each separator; nothing if the two are not separated alike. */
    static Map<String, String> parts(String english, String chinese) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Pattern separator : SEPARATORS) {
            List<int[]> ours = places(separator, english);
            List<int[]> theirs = places(separator, chinese);
            for (int i = 0; i < ours.size() && ours.size() == theirs.size(); i++) {
                parts.put(english.substring(0, ours.get(i)[0]), chinese.substring(0, theirs.get(i)[0]));
                parts.put(english.substring(ours.get(i)[1]), chinese.substring(theirs.get(i)[1]));
            }
        }
        return parts;
    }

    private static List<int[]> places(Pattern separator, String text) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = separator.matcher(text);
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        return places;
    }
}
