package io.adbpg.sync.quarantine;

import io.adbpg.sync.fold.RowGroup;

/** Applies a row group by sending it through its table's route, in the transaction that is under way. */
@FunctionalInterface
public interface GroupSender {
    /**
     * Sends it.
     *
     * @throws Exception what the route failed with; a refusal by the target is among its causes
     */
    void send(RowGroup group) throws Exception;
}
