package io.adbpg.sync.apply;

import io.adbpg.sync.failure.Refusal;

/** An updated row needs values that the source did not send and that the target has not got: no server refuses it. */
public final class LostValues extends Refusal {
    private static final long serialVersionUID = 1L;

    /** Says which table, and what to do. */
    public LostValues(String message) {
        super(message);
    }
}
