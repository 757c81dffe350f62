package io.adbpg.sync.settings;

import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where a setting's value comes from: {@code -D}, else the environment, else {@code application.properties}. */
public final class SettingsFile {
    private static final List<String> OURS = List.of("sync.", "source.", "target.");

    /** The options of Camel's that the shipped file holds. */
    private static final Set<String> OF_CAMEL = Set.of(
            "camel.main.name",
            "camel.main.routes-include-pattern",
            "camel.main.routes-reload-enabled",
            "camel.main.routes-reload-directory",
            "camel.main.routes-reload-pattern",
            "camel.component.direct.block",
            "camel.metrics.enable-exchange-event-notifier",
            "camel.metrics.enable-route-event-notifier",
            "camel.server.enabled",
            "camel.server.host",
            "camel.server.port",
            "camel.management.enabled",
            "camel.management.host",
            "camel.management.port");

    /** What Camel would take for false if it is neither. */
    private static final Pattern SWITCH = Pattern.compile("camel\\..*(enabled|\\.block|-notifier)");

    private static final int MOST_NAME = 60;

    /** The options that Camel itself checks. */
    private static final Pattern CHECKED = Pattern.compile("camel\\.(main|component|metrics|server|management)\\..*");

    private SettingsFile() {}

    /**
     * Reads a settings file.
     *
     * @return from a key to its value; null if it is set nowhere
     * @throws Refusal if the file can't be read, or it or {@code -D} holds a key that there is not
     */
    public static UnaryOperator<String> load(Path file) {
        return load(file, System.getProperties(), System.getenv());
    }

    static UnaryOperator<String> load(Path file, Properties defined, Map<String, String> environment) {
        Properties properties = new OnceEach(file);
        try {
            String text = Files.readString(file);
            if (text.startsWith("\uFEFF")) {
                throw Refusal.usage(file + " begins with a byte order mark: save it as UTF-8 without one");
            }
            properties.load(new StringReader(text));
        } catch (CharacterCodingException e) {
            throw Refusal.usage("cannot read " + file.toAbsolutePath() + ": it is no text in UTF-8; save it as such");
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.usage("cannot read " + file.toAbsolutePath() + ": "
                    + (Files.exists(file) ? e.getMessage() : "no such file; run in the folder that holds it"));
        }
        properties.stringPropertyNames().forEach(key -> check(key, file.toString()));
        defined.stringPropertyNames().stream().filter(SettingsFile::isOurs).forEach(key -> check(key, "-D"));
        UnaryOperator<String> lookup = key -> {
            String value = defined.getProperty(key);
            if (value == null) {
                value = environment.get(Settings.environmentVariable(key));
            }
            return value == null ? properties.getProperty(key) : value;
        };
        properties.stringPropertyNames().stream()
                .filter(key -> SWITCH.matcher(key).matches())
                .forEach(key -> checkSwitch(key, lookup.apply(key).strip()));
        return lookup;
    }

    /** Refuses a key of ours that there is not, and one that is hardly meant to be another's. */
    private static void check(String key, String where) {
        if (Settings.KEYS.contains(key)
                || OF_CAMEL.contains(key)
                || CHECKED.matcher(key).matches()) {
            return;
        }
        String nearest = nearest(key);
        if (isOurs(key) || nearest != null) {
            throw Refusal.usage("unknown setting " + Refusal.shown(key) + " in " + where + ": "
                    + (nearest != null ? "write " + nearest : "known are " + String.join(", ", Settings.KEYS)));
        }
    }

    private static void checkSwitch(String key, String value) {
        if (!List.of("true", "false").contains(value) && !value.startsWith("{{")) {
            throw Refusal.usage(key + "=" + Refusal.shown(value) + " is not allowed: use true or false");
        }
    }

    private static boolean isOurs(String key) {
        return OURS.stream().anyMatch(key::startsWith);
    }

    /** The name that a misspelt one is likely to stand for; null if there is none. */
    private static String nearest(String name) {
        if (name.length() > MOST_NAME) {
            return null;
        }
        String plain = plain(name);
        return Stream.concat(Settings.KEYS.stream(), OF_CAMEL.stream())
                .sorted()
                .filter(known -> distance(plain, plain(known)) <= 2)
                .min(Comparator.comparingInt(known -> distance(plain, plain(known))))
                .orElse(null);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters have to be put in, taken out or changed to make one word of another. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /** Properties that take each key once. */
    private static final class OnceEach extends Properties {
        private static final long serialVersionUID = 1L;
        private final transient Path file;

        OnceEach(Path file) {
            this.file = file;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw Refusal.usage("setting " + Refusal.shown(key.toString()) + " stands in " + file
                        + " twice: remove one of them");
            }
            return super.put(key, value);
        }
    }
}
