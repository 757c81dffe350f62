package io.adbpg.sync.settings;

import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Where a setting's value comes from: {@code -D}, else the environment, else a credential, else {@code application.properties}. */
public final class SettingsFile {
    /** What Camel would take for false if it is neither. */
    private static final Pattern SWITCH = Pattern.compile("camel\\..*(enabled|\\.block|-notifier)");

    /** The options that Camel itself checks. */
    private static final Pattern CHECKED = Pattern.compile("camel\\.(main|component|metrics|server|management)\\..*");

    private SettingsFile() {}

    /**
     * Reads a settings file.
     *
     * @return from a key to its value; null if it is set nowhere
     * @throws Refusal if the file can't be read, or it, {@code -D} or the credentials hold a key that there is not
     */
    public static UnaryOperator<String> load(Path file) {
        return load(file, System.getProperties(), System.getenv());
    }

    /** Looks up what {@code -D} and the environment say, where there is no file; null for what they don't. */
    public static UnaryOperator<String> ofEnvironment() {
        return key -> {
            String defined = System.getProperty(key);
            return defined == null ? System.getenv(Setting.variable(key)) : defined;
        };
    }

    static UnaryOperator<String> load(Path file, Properties defined, Map<String, String> environment) {
        Properties properties = new OnceEach(file);
        try {
            String text = Files.readString(file);
            if (text.startsWith("\uFEFF")) {
                throw Refusal.usage("{0} begins with a byte order mark: save it as UTF-8 without one", file);
            }
            properties.load(new StringReader(text));
        } catch (CharacterCodingException e) {
            throw Refusal.usage("cannot read {0}: it is no text in UTF-8; save it as such", file.toAbsolutePath());
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.usage(
                    "cannot read {0}: {1}",
                    file.toAbsolutePath(),
                    (Files.exists(file) ? e.getMessage() : "no such file; run in the folder that holds it"));
        }
        properties.stringPropertyNames().forEach(key -> check(key, file.toString()));
        defined.stringPropertyNames().stream()
                .filter(key -> KnownKeys.isOurs(key) || key.startsWith("camel."))
                .forEach(key -> check(key, "-D"));
        Credentials credentials = Credentials.beside(file, environment);
        credentials.names().stream()
                .filter(KnownKeys::isOurs)
                .forEach(key -> check(key, credentials.folder().toString()));
        UnaryOperator<String> lookup = key -> {
            String value = defined.getProperty(key);
            if (value == null) {
                value = environment.get(Setting.variable(key));
            }
            if (value == null) {
                value = credentials.read(key);
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
        if (KnownKeys.contains(key)) {
            return;
        }
        // Camel knows an option by several spellings, and its default here by one.
        Optional<String> meant = CHECKED.matcher(key).matches() ? KnownKeys.same(key) : KnownKeys.nearest(key);
        if (KnownKeys.isOurs(key) || meant.isPresent()) {
            throw Refusal.usage(
                    "unknown setting {0} in {1}: {2}",
                    Refusal.shown(key),
                    where,
                    meant.map(known -> "write " + known)
                            .orElseGet(() -> "known are " + String.join(", ", KnownKeys.ours())));
        }
    }

    private static void checkSwitch(String key, String value) {
        if (!List.of("true", "false").contains(value) && !value.startsWith("{{")) {
            throw Refusal.usage("{0}={1} is not allowed: use true or false", key, Refusal.shown(value));
        }
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
                throw Refusal.usage(
                        "setting {0} stands in {1} twice: remove one of them", Refusal.shown(key.toString()), file);
            }
            return super.put(key, value);
        }
    }
}
