package io.adbpg.sync.operate.alert;

import io.adbpg.sync.status.JsonTime;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.json.Jsoner;

/**
 * An alert to be sent.
 *
 * @param isOn whether there is reason for it; false when it is over
 * @param reason why, or why it was
 * @param since when it began
 * @param until when it was over; or up to when it counts, unless it is told again
 */
record Message(String job, Alert alert, boolean isOn, String reason, Instant since, Instant until) {
    private static final Pattern WORD = Pattern.compile("\\$(job|alert|state|text|since|until)\\b");

    /** Puts the values into a body, as parts of strings of JSON. */
    String fill(String body) {
        Map<String, String> values = Map.of(
                "job",
                job,
                "alert",
                alert.word(),
                "state",
                isOn ? "on" : "over",
                "text",
                "job " + job + (isOn ? ": " : ", over: ") + reason,
                "since",
                JsonTime.of(since),
                "until",
                JsonTime.of(until));
        return WORD.matcher(body)
                .replaceAll(found -> Matcher.quoteReplacement(Jsoner.escape(values.get(found.group(1)))));
    }
}
