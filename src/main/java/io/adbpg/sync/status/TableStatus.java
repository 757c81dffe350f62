package io.adbpg.sync.status;

import java.util.Locale;

/**
 * What becomes of a table just now.
 *
 * @param reason one line for the user; blank if there is nothing to say
 * @param progress of its last load; null if it was not loaded since the start
 */
public record TableStatus(State state, String reason, LoadProgress progress) {

    /** What a table is doing. */
    public enum State {
        /** It waits for something to come back, or for somebody to mend it. */
        WAITING,
        /** Its rows are being copied. */
        LOADING,
        /** It gets the changes that were made since its load. */
        CATCHING_UP,
        /** Its changes are applied as they come. */
        SYNCING;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** State, progress of the load, and reason. */
    @Override
    public String toString() {
        String text = state.word();
        if (state == State.LOADING && progress != null) {
            text += ", " + progress;
        }
        return reason.isBlank() ? text : text + ": " + reason;
    }
}
