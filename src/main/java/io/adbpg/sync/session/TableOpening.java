package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableRights;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.SharedTargets;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the target tables of a session: looks them up, creates missing ones if asked to, and checks that they take the rows. */
final class TableOpening {
    private static final Logger LOG = LoggerFactory.getLogger(TableOpening.class);

    private final JoinedTables joined;
    private final Database source;
    private final Database target;
    private final Target connection;
    private final Kernel kernel;
    private final Map<TableName, Refusal> refusals = new TreeMap<>();
    private boolean truncates;

    /**
     * @param tables the captured tables; this removes those that can't be opened
     * @param creates whether missing target tables are created
     * @throws Refusal if a table in step can't be opened
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
        this.joined = joined;
        this.source = source;
        this.target = target;
        this.connection = connection;
        kernel = Kernel.probe(target);
        LOG.debug("the target is {}", kernel);
        tables.refusals().forEach(this::refuse);
        Map<SourceTable, TableMapping> mapped = new LinkedHashMap<>();
        for (SourceTable table : tables.all()) {
            TableMapping mapping = routes.of(table.name()).mapping();
            if (mapping != null) {
                mapped.put(table, mapping);
            }
        }
        open(mapped, creates ? create(mapped, find(mapped)) : find(mapped));
        // For staging tables.
        new Account(target).requireOnDatabase("TEMPORARY", "");
        tables.leaveOut(refusals.keySet());
    }

    private TargetTables find(Map<SourceTable, TableMapping> mapped) {
        Set<TableName> names = new TreeSet<>();
        mapped.forEach((table, mapping) -> {
            try {
                names.add(mapping.target(table.name()));
            } catch (Refusal e) {
                LOG.debug("table {} has no target; its opening says why", table.name(), e);
            }
        });
        return TargetTables.load(target, kernel, names);
    }

    /** Creates the missing target tables; returns all that exist then. */
    private TargetTables create(Map<SourceTable, TableMapping> mapped, TargetTables found) throws Exception {
        boolean isAnyMissing = false;
        for (Map.Entry<SourceTable, TableMapping> entry : mapped.entrySet()) {
            SourceTable table = entry.getKey();
            try {
                if (!found.has(entry.getValue().target(table.name()))) {
                    isAnyMissing = true;
                    entry.getValue().createIfMissing(table, source, target, kernel);
                    // A failed check of another table rolls back; that must not take this table away.
                    connection.commit();
                }
            } catch (Refusal e) {
                connection.own().rollback();
                refuse(table.name(), e);
            }
        }
        return isAnyMissing ? find(mapped) : found;
    }

    private void open(Map<SourceTable, TableMapping> mapped, TargetTables targets) throws Exception {
        TableRights rights = new Account(target).onTables(targets.names());
        SharedTargets shared = new SharedTargets(target);
        for (Map.Entry<SourceTable, TableMapping> entry : mapped.entrySet()) {
            SourceTable table = entry.getKey();
            TableMapping mapping = entry.getValue();
            if (refusals.containsKey(table.name())) {
                continue;
            }
            try {
                mapping.open(table, targets, rights, source, target, kernel);
                shared.add(mapping, table.name());
                truncates |= mapping.parsedOperations().contains(Operation.TRUNCATE);
                // A transaction of all checks would hold too many locks.
                connection.commit();
            } catch (Refusal e) {
                connection.own().rollback();
                refuse(table.name(), e);
            }
        }
    }

    private void refuse(TableName table, Refusal refusal) {
        State state = joined.of(table);
        // Changes of a table in step must not be skipped.
        if (state != null && state.isLoaded()) {
            throw refusal;
        }
        refusals.put(table, refusal);
    }

    /** Why tables were left out. */
    Map<TableName, Refusal> refusals() {
        return refusals;
    }

    /** Whether any table takes TRUNCATE. */
    boolean truncates() {
        return truncates;
    }
}
