package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the job needs of its publication.
 *
 * @param version the source's version, such as 160011
 * @param tables the captured tables
 * @param operations the operations that any entry takes, as far as the source can publish them
 * @param roots whether partitions must be published as their root
 * @param generated whether stored generated columns must be published
 */
public record PublicationNeeds(
        int version, Set<TableName> tables, Set<Operation> operations, boolean roots, boolean generated) {
    private static final int PUBLISHES_TRUNCATE = 110_000;

    /** Operations that the publication of a job has whatever its entries take. */
    static final Set<Operation> USUAL = EnumSet.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);

    /** The operations on rows that any entry takes. */
    public Set<Operation> changes() {
        Set<Operation> changes = EnumSet.copyOf(USUAL);
        changes.retainAll(operations);
        return changes;
    }

    /** Returns what the captured tables need, given their routes. */
    public static PublicationNeeds of(SourceTables tables, TableRoutes routes) {
        Set<TableName> names = new TreeSet<>();
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (SourceTable table : tables.all()) {
            TableMapping mapping = routes.of(table.name()).mapping();
            names.add(table.name());
            operations.addAll(mapping == null ? USUAL : mapping.parsedOperations());
        }
        if (tables.version() < PUBLISHES_TRUNCATE) {
            operations.remove(Operation.TRUNCATE);
        } else {
            // Even if no table takes it: the job tells of a TRUNCATE that leaves rows on the target.
            operations.add(Operation.TRUNCATE);
        }
        return new PublicationNeeds(
                tables.version(),
                names,
                operations,
                tables.all().stream().anyMatch(SourceTable::partitioned),
                tables.needsGenerated());
    }
}
