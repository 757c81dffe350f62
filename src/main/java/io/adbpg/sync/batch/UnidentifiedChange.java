package io.adbpg.sync.batch;

import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;

/**
 * A change of the open transaction that does not tell which row it changes: its table has no key now, and had one then. Only the
 * commit shows whether the target holds it already.
 */
final class UnidentifiedChange {
    private Hindrance problem;

    /** Takes a change that came without its old row, if that is needed; returns whether it has. */
    boolean takes(Operation operation, Relation relation, Rule rule) {
        boolean isOfRow = operation == Operation.UPDATE || operation == Operation.DELETE;
        if (relation.hasKey() || !isOfRow || !rule.operations().contains(operation)) {
            return false;
        }
        problem = Hindrance.of(
                "an {0} of table {1}, which has no key, came without its whole old row: has its key or replica"
                        + " identity, or that of a partition, changed since the job was started? Run ALTER TABLE {1}"
                        + " REPLICA IDENTITY FULL on the source, and load the table again with `reload {1}`",
                operation.word(), relation.table());
        return true;
    }

    /** Requires that there is none, since the transaction is to be applied. */
    void requireNone() {
        if (problem != null) {
            throw problem;
        }
    }

    /** Forgets it with its transaction. */
    void forget() {
        problem = null;
    }
}
