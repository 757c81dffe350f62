package io.adbpg.sync.settings;

import io.adbpg.sync.failure.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What whoever asks something of the job by HTTP has to know: the setting {@code sync.http-token}. It is never printed.
 *
 * @param value blank if nobody has to know anything
 */
public record HttpToken(String value) {
    /** Its key. */
    public static final String KEY = "sync.http-token";

    private static final String SCHEME = "Bearer ";
    /** What may stand in a header as it is. */
    private static final Pattern ALLOWED = Pattern.compile("[!-~]{0,200}");

    /**
     * Reads the token from the settings.
     *
     * @throws Refusal if it can't be sent in a header
     */
    public static HttpToken read(UnaryOperator<String> lookup) {
        String value = lookup.apply(KEY);
        String token = value == null ? "" : value.strip();
        if (!ALLOWED.matcher(token).matches()) {
            // Not the value: it is a secret.
            throw Refusal.usage(KEY + " is not allowed: use up to 200 letters, digits and signs of ASCII, no spaces");
        }
        return new HttpToken(token);
    }

    /** Whether there is one. */
    public boolean isSet() {
        return !value.isEmpty();
    }

    /** The header {@code Authorization} that shows it. */
    public String authorization() {
        return SCHEME + value;
    }

    /** Whether a header {@code Authorization} shows it; how long this takes does not tell how much of it is right. */
    public boolean isShownBy(String authorization) {
        return isSet()
                && authorization != null
                && MessageDigest.isEqual(
                        authorization().getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return isSet() ? "a token" : "no token";
    }
}
