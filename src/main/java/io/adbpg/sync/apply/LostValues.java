package io.adbpg.sync.apply;

import io.adbpg.sync.failure.Refusal;

/**
 * Refuses an updated row that needs values which the source did not send and the target does not have; no server would
 * refuse it.
 */
public final class LostValues extends Refusal {
    private static final long serialVersionUID = 1L;

    /** @param message names the table and the remedy */
    public LostValues(String message) {
        super(message);
    }
}
