package io.adbpg.sync.settings;

import io.adbpg.sync.failure.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The declaration of a setting: its key, how its values are written, its default, and the sentence that explains it wherever
 * it is documented.
 *
 * @param <T> what its values are read as
 */
public final class Setting<T> {
    private final String key;
    private final Kind<T> kind;
    private final String fallback;
    private final String shipped;
    private final boolean secret;
    private final String sentence;

    private Setting(String key, Kind<T> kind, String fallback, String shipped, boolean secret, String sentence) {
        this.key = key;
        this.kind = kind;
        this.fallback = fallback;
        this.shipped = shipped;
        this.secret = secret;
        this.sentence = sentence;
    }

    /**
     * A setting that may be left out.
     *
     * @param fallback its default, as it is written in the file; if blank, the setting may be given blank, too
     * @param sentence what it is for; literal values stand in backquotes
     */
    static <T> Setting<T> of(String key, Kind<T> kind, String fallback, String sentence) {
        return new Setting<>(key, kind, fallback, fallback, false, sentence);
    }

    /**
     * A setting that each user has to give.
     *
     * @param shipped its value in the shipped file
     */
    static <T> Setting<T> required(String key, Kind<T> kind, String shipped, String sentence) {
        return new Setting<>(key, kind, null, shipped, false, sentence);
    }

    /** A setting that may be left out, and whose value is never printed. */
    static <T> Setting<T> secret(String key, Kind<T> kind, String sentence) {
        return new Setting<>(key, kind, "", "", true, sentence);
    }

    /** The key, such as {@code source.password}. */
    public String key() {
        return key;
    }

    /** The default, as it is written in the file; empty if the setting has to be given. */
    Optional<String> fallback() {
        return Optional.ofNullable(fallback);
    }

    /** The value in the shipped file. */
    String shipped() {
        return shipped;
    }

    /** What the setting is for; literal values stand in backquotes. */
    String sentence() {
        return sentence;
    }

    /**
     * Reads the value.
     *
     * @param lookup from a key to its value, null if it is not set
     * @throws Refusal naming the key, its value and what is allowed
     */
    public T read(UnaryOperator<String> lookup) {
        return read(lookup, fallback);
    }

    /**
     * Reads the value.
     *
     * @param lookup from a key to its value, null if it is not set
     * @param otherwise the value's text if it is not set; null if it has to be set
     * @throws Refusal naming the key, its value and what is allowed
     */
    T read(UnaryOperator<String> lookup, String otherwise) {
        String given = lookup.apply(key);
        String text = given == null ? otherwise : given;
        if (text == null || (text.isBlank() && fallback == null)) {
            throw Refusal.usage(
                    "{0} is not set: give it in application.properties or as the environment variable {1}",
                    key, variable());
        }
        if (text.isBlank() && !fallback.isEmpty()) {
            throw Refusal.usage("{0} is blank: give it a value, or remove it, which means {1}", key, fallback);
        }
        T value = kind.parse().apply(kind.keepsSpaces() ? text : text.strip());
        if (value == null) {
            throw Refusal.usage(
                    "{0} is not allowed: use {1}",
                    (secret ? key : key + "=" + Refusal.shown(text.strip())), kind.allowed());
        }
        return value;
    }

    /** The environment variable that overrides it: {@code SOURCE_PASSWORD} for {@code source.password}. */
    String variable() {
        return variable(key);
    }

    /** The environment variable that overrides a key: {@code SOURCE_PASSWORD} for {@code source.password}. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return key;
    }
}
