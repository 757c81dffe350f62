package io.adbpg.sync.quarantine;

import io.adbpg.sync.fold.RowGroup;
import java.util.List;

/** Applies row groups by sending them through their tables' routes, in the transaction that is under way. */
@FunctionalInterface
public interface GroupSender {
    /**
     * Sends them in order.
     *
     * @throws Exception what a route failed with; a refusal by the target is among its causes
     */
    void send(List<RowGroup> groups) throws Exception;
}
