package io.adbpg.sync.status;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.Locale;

/**
 * The status of a table.
 *
 * @param message one line for the user, which says why; may be blank
 * @param progress the progress of its last load; null if it was not loaded since the start
 */
public record TableStatus(State state, Message message, LoadProgress progress) {

    /** The state of a table. */
    public enum State implements Worded {
        /** It waits for an outage to end, or for somebody to fix a problem. */
        WAITING,
        /** Its existing rows are being copied. */
        LOADING,
        /** Changes that were made since its load are being applied. */
        CATCHING_UP,
        /** Changes are applied as they arrive. */
        SYNCING;

        /** Returns the words that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        @Override
        public Message message() {
            return switch (this) {
                case WAITING -> Message.of("waiting");
                case LOADING -> Message.of("loading");
                case CATCHING_UP -> Message.of("catching up");
                case SYNCING -> Message.of("syncing");
            };
        }
    }

    /** Returns the reason in English. */
    public String reason() {
        return message.toString();
    }

    /** Returns state, progress of a load, and reason. */
    @Override
    public String toString() {
        String text = state.word();
        if (state == State.LOADING && progress != null) {
            text += ", " + progress;
        }
        return message.isBlank() ? text : text + ": " + message;
    }
}
