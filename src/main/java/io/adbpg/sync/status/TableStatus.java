package io.adbpg.sync.status;

import java.util.Locale;

/**
 * The status of a table.
 *
 * @param reason one line for the user; may be blank
 * @param progress the progress of its last load; null if it was not loaded since the start
 */
public record TableStatus(State state, String reason, LoadProgress progress) {

    /** The state of a table. */
    public enum State {
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
    }

    /** Returns state, progress of a load, and reason. */
    @Override
    public String toString() {
        String text = state.word();
        if (state == State.LOADING && progress != null) {
            text += ", " + progress;
        }
        return reason.isBlank() ? text : text + ": " + reason;
    }
}
