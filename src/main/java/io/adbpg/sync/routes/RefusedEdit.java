package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Message;
import java.time.Instant;
import java.util.Map;

/**
 * Route files that are not what runs.
 *
 * @param message what can't be taken over, where, and the remedy
 * @param since when they were found so
 * @param entries what is refused of edited entries whose former ones go on, by the ids of their routes
 */
public record RefusedEdit(Message message, Instant since, Map<String, Message> entries) {
    /** Returns what can't be taken over, in English. */
    public String why() {
        return message.toString();
    }
}
