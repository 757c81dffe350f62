package io.adbpg.sync.verify;

import io.adbpg.sync.fold.Operation;
import java.util.List;
import java.util.Set;

/**
 * A row that differs between the ends.
 *
 * @param row the row's key, such as {@code id=17}; all its values if the table has no key
 * @param columns the columns that differ; empty unless the kind is {@link Kind#DIFFERENT}
 */
record Difference(Kind kind, String row, List<String> columns) {

    /** How the ends differ. */
    enum Kind {
        /** Only the source has the row. */
        MISSING,
        /** Only the target has the row. */
        EXTRA,
        /** Both have it, with different values. */
        DIFFERENT;

        /** Whether such a row is to be expected if only these operations reach the target; an update may change a key. */
        boolean isExpected(Set<Operation> operations) {
            Operation other = this == EXTRA ? Operation.DELETE : Operation.INSERT;
            return !operations.contains(Operation.UPDATE) || !operations.contains(other);
        }
    }
}
