package io.adbpg.sync;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** Where a setting's value comes from: {@code -D}, else the environment, else {@code application.properties}. */
public final class SettingsFile {
    private static final List<String> OURS = List.of("sync.", "source.", "target.");

    private SettingsFile() {}

    /**
     * Reads a settings file.
     *
     * @return from a key to its value; null if it is set nowhere
     * @throws Refusal if the file can't be read or holds a key that there is not
     */
    public static UnaryOperator<String> load(Path file) {
        return load(file, System::getProperty, System::getenv);
    }

    static UnaryOperator<String> load(Path file, UnaryOperator<String> defined, UnaryOperator<String> environment) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.usage("cannot read " + file.toAbsolutePath() + ": "
                    + (Files.exists(file) ? e.getMessage() : "no such file; run in the folder that holds it"));
        }
        for (String key : properties.stringPropertyNames()) {
            if (OURS.stream().anyMatch(key::startsWith) && !Settings.KEYS.contains(key)) {
                throw Refusal.usage(
                        "unknown setting " + key + " in " + file + ": known are " + String.join(", ", Settings.KEYS));
            }
        }
        return key -> {
            String value = defined.apply(key);
            if (value == null) {
                value = environment.apply(environmentVariable(key));
            }
            return value == null ? properties.getProperty(key) : value;
        };
    }

    /** The environment variable of a key: {@code SOURCE_PASSWORD} for {@code source.password}. */
    static String environmentVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
