package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import java.time.Instant;
import java.util.Locale;

/**
 * A change of a source table's structure that a session has met.
 *
 * @param seen when it was met first
 * @param change what has changed
 * @param detail what else is to be said of the outcome; may be blank
 */
public record SourceAlteration(Instant seen, TableName table, Message change, Outcome outcome, Message detail) {

    /** What came of it. */
    public enum Outcome {
        /** The job waits until the target fits. */
        WAITS,
        /** The target has been brought into line. */
        TAKEN_OVER,
        /** The table is loaded again. */
        LOADED_AGAIN;

        /** Returns the words that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether this is the same change, met again. */
    boolean isSame(TableName other, Message what) {
        return outcome == Outcome.WAITS && table.equals(other) && change.equals(what);
    }
}
