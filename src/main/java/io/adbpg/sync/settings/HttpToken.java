package io.adbpg.sync.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * What whoever asks something of the job by HTTP has to know: the setting {@code sync.http-token}. It is never printed.
 *
 * @param value blank if nobody has to know anything
 */
public record HttpToken(String value) {
    /** The key of the setting that holds it. */
    public static final String KEY = "sync.http-token";

    /** What it may consist of, for messages. */
    static final String ALLOWED = "up to 200 letters, digits and signs of ASCII, no spaces";

    private static final String SCHEME = "Bearer ";
    /** What may stand in a header as it is. */
    private static final Pattern SENDABLE = Pattern.compile("[!-~]{0,200}");

    /**
     * Makes a token of a setting's text.
     *
     * @throws IllegalArgumentException if it can't be sent in a header; the message does not hold it
     */
    static HttpToken parse(String text) {
        if (!SENDABLE.matcher(text).matches()) {
            throw new IllegalArgumentException("use " + ALLOWED);
        }
        return new HttpToken(text);
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
