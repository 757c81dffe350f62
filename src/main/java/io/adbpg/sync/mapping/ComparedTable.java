package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import java.util.List;
import java.util.Set;

/**
 * A source table and its target, as they can be compared.
 *
 * @param columns the mapped columns of the target, in the order in which both queries give them
 * @param sourceQuery gives the rows that the target should have
 * @param targetQuery gives the rows that it has of this source table
 * @param operations those that reach the target
 * @param whyNot why they can't be compared; blank if they can
 */
public record ComparedTable(
        SourceTable source,
        TableName target,
        List<ComparedColumn> columns,
        String sourceQuery,
        String targetQuery,
        Set<Operation> operations,
        String whyNot) {

    /** Whether rows are told apart by a key. */
    public boolean isKeyed() {
        return !source.key().isEmpty();
    }
}
