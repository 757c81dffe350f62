package io.adbpg.sync.capture;

import io.adbpg.sync.Refusal;
import io.adbpg.sync.apply.SharedTargets;
import io.adbpg.sync.apply.TableMapping;
import io.adbpg.sync.apply.TableRoutes;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.TableStates.State;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up the targets of all tables, and checks that rows can go there. */
final class TableOpening {
    private static final Logger LOG = LoggerFactory.getLogger(TableOpening.class);

    private final Map<TableName, Refusal> refusals = new TreeMap<>();
    private boolean truncates;

    /**
     * @param tables those of them that can't be opened are left out, unless they are in step
     * @param creates whether target tables that are missing are created
     */
    TableOpening(
            SourceTables tables,
            TableRoutes routes,
            JoinedTables joined,
            Database source,
            Database target,
            Target connection,
            boolean creates)
            throws Exception {
        Kernel kernel = Kernel.probe(target);
        LOG.debug("the target is {}", kernel);
        SharedTargets shared = new SharedTargets(target);
        tables.refusals().forEach((table, refusal) -> refuse(table, refusal, joined));
        for (SourceTable table : tables.all()) {
            TableMapping mapping = routes.of(table.name()).mapping();
            if (mapping != null) {
                try {
                    if (creates) {
                        mapping.createIfMissing(table, source, target, kernel);
                    }
                    mapping.open(table, source, target, kernel);
                    shared.add(mapping, table.name());
                    truncates |= mapping.parsedOperations().contains(Operation.TRUNCATE);
                    // What a check of another table fails at must not take back what was created for this one.
                    connection.commit();
                } catch (Refusal e) {
                    connection.own().rollback();
                    refuse(table.name(), e, joined);
                }
            }
        }
        // For staging tables.
        new Account(target).requireOnDatabase("TEMPORARY", "");
        tables.leaveOut(refusals.keySet());
    }

    private void refuse(TableName table, Refusal refusal, JoinedTables joined) {
        State state = joined.of(table);
        // Changes of a table in step must not be passed over.
        if (state != null && state.isLoaded()) {
            throw refusal;
        }
        refusals.put(table, refusal);
    }

    /** The tables that were left out, and why. */
    Map<TableName, Refusal> refusals() {
        return refusals;
    }

    /** Whether TRUNCATE is wanted. */
    boolean truncates() {
        return truncates;
    }
}
