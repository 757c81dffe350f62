package io.adbpg.sync.operate;

import java.util.Set;
import org.apache.camel.util.json.JsonObject;

/**
 * What one of several jobs has answered when it was asked how it is.
 *
 * @param place the folder or the address by which somebody named it
 * @param job its name; blank if neither it nor its settings tell
 * @param status the answer of {@code /api/status}; null if there was none
 * @param error why there was none; blank if there was one
 */
public record JobLook(String place, String job, JsonObject status, String error) {
    private static final Set<String> FINE = Set.of("syncing", "loading", "paused", "standby");
    /** The state of a job that does not say in which it is. */
    static final String NO_ANSWER = "no answer";

    /** The look at a job that has answered. */
    public static JobLook answered(String place, JsonObject status) {
        return new JobLook(place, status.getString("job"), status, "");
    }

    /** The look at a job that has not. */
    public static JobLook failed(String place, String job, String error) {
        return new JobLook(place, job, null, error);
    }

    /** Whether nobody has to look after it. */
    public boolean isFine() {
        return FINE.contains(state());
    }

    /** The job's state, or that it gives no answer. */
    String state() {
        return status == null ? NO_ANSWER : status.getString("state");
    }

    /** Such as {@code 30 ms}. */
    String delay() {
        return StatusText.delay(status == null ? null : StatusText.number(status, "delayMillis"));
    }

    /** Such as {@code 424.0/s}. */
    String rate() {
        return StatusText.rate(status);
    }

    /** Why the job waits, or gives no answer; blank if there is nothing to say. */
    String reason() {
        return status == null ? error : status.getString("reason");
    }

    /** All of it in JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.put("place", place);
        json.put("job", job);
        json.put("error", error);
        json.put("status", status);
        return json;
    }
}
