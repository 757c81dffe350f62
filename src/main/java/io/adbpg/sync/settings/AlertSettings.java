package io.adbpg.sync.settings;

import java.net.URI;

/**
 * Whom the job alerts, and of what. The webhook's URL is never printed, since it usually holds a secret.
 *
 * @param webhook null if nobody is alerted
 * @param body the text that is sent, with {@code $job}, {@code $alert} and the like in it
 * @param waitingSeconds how long the job may wait; 0 for any time
 * @param delaySeconds how far the target may be behind; 0 for any delay
 */
public record AlertSettings(URI webhook, String body, int waitingSeconds, int delaySeconds) {
    /** Nobody is alerted. */
    public static final AlertSettings NONE = new AlertSettings(null, "", 0, 0);

    /** What a URL may be, for messages. */
    static final String ALLOWED = "a URL that begins with http:// or https://";

    /**
     * Makes a URL of a setting's text.
     *
     * @throws IllegalArgumentException if it is none; the message may hold it
     */
    static URI parse(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("use " + ALLOWED);
        }
        return url;
    }

    /** Whether anybody is alerted. */
    public boolean isOn() {
        return webhook != null;
    }

    @Override
    public String toString() {
        return isOn() ? "a webhook" : "no webhook";
    }
}
