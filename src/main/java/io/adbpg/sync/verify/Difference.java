package io.adbpg.sync.verify;

import io.adbpg.sync.fold.Operation;
import java.util.List;
import java.util.Set;

/**
 * A row that one end has and the other has not, or not with the same values.
 *
 * @param row its key, such as {@code id=17}; all its values if the table has no key
 * @param columns those that differ; empty unless it is {@link Kind#DIFFERENT}
 */
record Difference(Kind kind, String row, List<String> columns) {

    /** How the ends differ. */
    enum Kind {
        /** The target has not got the row. */
        MISSING,
        /** Only the target has it. */
        EXTRA,
        /** The target has it with other values. */
        DIFFERENT;

        /** Whether it is to be expected where only these operations reach the target; an update may change a key. */
        boolean isExpected(Set<Operation> operations) {
            Operation other = this == EXTRA ? Operation.DELETE : Operation.INSERT;
            return !operations.contains(Operation.UPDATE) || !operations.contains(other);
        }
    }
}
