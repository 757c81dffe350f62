package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import java.util.List;
import java.util.Set;

/**
 * A source table and its target, for comparison with each other.
 *
 * @param columns the mapped columns of the target, in the order in which both queries return them
 * @param sourceQuery returns the rows that the target should have
 * @param targetQuery returns the target's rows that come from this source table
 * @param operations the operations that reach the target
 * @param whyNot why the two can't be compared; blank if they can
 */
public record ComparedTable(
        SourceTable source,
        TargetTable target,
        List<ComparedColumn> columns,
        String sourceQuery,
        String targetQuery,
        Set<Operation> operations,
        Message whyNot) {

    /** Whether the source table has a key. */
    public boolean isKeyed() {
        return !source.key().isEmpty();
    }
}
