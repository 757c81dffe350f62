package io.adbpg.sync.quarantine;

import io.adbpg.sync.fold.RowGroup;

/** Sends a row group through its table's route, in the transaction that is under way. */
@FunctionalInterface
public interface GroupSender {
    /** Sends it; what the target refuses is in the exception's causes. */
    void send(RowGroup group) throws Exception;
}
