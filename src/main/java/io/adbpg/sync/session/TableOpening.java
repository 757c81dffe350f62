package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.LeafIdentities;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableRights;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.load.TargetCreation;
import io.adbpg.sync.mapping.SharedTargets;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the target tables of a session: looks them up, creates missing ones if asked to, and checks that they take the rows. */
final class TableOpening {
    private static final Logger LOG = LoggerFactory.getLogger(TableOpening.class);
    private static final Logger TOLD = LoggerFactory.getLogger("adbpg-sync");

    private final SourceTables tables;
    private final TableRoutes routes;
    private final JoinedTables joined;
    private final Database source;
    private final Database target;
    private final Target connection;
    private final Kernel kernel;
    private final Map<TableName, Refusal> refusals = new TreeMap<>();
    private final Set<TableName> toTakeOut = new TreeSet<>();
    private final Set<SourceTable> creatable = new HashSet<>();
    private boolean truncates;

    /**
     * @param tables the captured tables; this removes those that can't be opened
     * @param creation which missing target tables are created
     * @throws Refusal if a table in step can't be opened
     */
    TableOpening(
            SourceTables tables,
            TableRoutes routes,
            JoinedTables joined,
            Database source,
            Database target,
            Target connection,
            TargetCreation creation)
            throws Exception {
        this.tables = tables;
        this.routes = routes;
        this.joined = joined;
        this.source = source;
        this.target = target;
        this.connection = connection;
        kernel = Kernel.probe(target);
        LOG.debug("the target is {}", kernel);
        for (Map.Entry<TableName, Refusal> refused : tables.refusals().entrySet()) {
            if (tables.parts().contains(refused.getKey())) {
                letWait(refused.getKey(), refused.getValue(), routes);
            } else {
                refuse(refused.getKey(), refused.getValue());
            }
        }
        Map<SourceTable, TableMapping> mapped = new LinkedHashMap<>();
        for (SourceTable table : tables.all()) {
            TableMapping mapping = routes.of(table.name()).mapping();
            checkLeaves(table, mapping, routes);
            if (mapping != null) {
                mapped.put(table, mapping);
            }
        }
        mapped.keySet().removeIf(table -> refusals.containsKey(table.name()));
        TargetTables found = find(mapped);
        letGo(lost(mapped, found), creation.isOfAll());
        mapped.keySet().stream()
                .filter(table -> creation.isWanted(table.name(), joined.of(table.name()) != null, routes))
                .forEach(creatable::add);
        open(mapped, create(mapped, found));
        // For staging tables.
        new Account(target).requireOnDatabase("TEMPORARY", Message.NONE);
        tables.leaveOut(refusals.keySet());
    }

    /** Looks at the identities of a root's leaves before they are published with it. */
    private void checkLeaves(SourceTable table, TableMapping mapping, TableRoutes routes) throws Exception {
        LeafIdentities leaves = new LeafIdentities(table);
        Refusal refused = leaves.refusedBySource();
        if (mapping == null || mapping.findsRows()) {
            Refusal unreadable = leaves.unreadable();
            if (unreadable != null) {
                letWait(table.name(), unreadable, routes);
            }
        }
        State state = joined.of(table.name());
        boolean isPublished = state != null && state.isLoaded();
        if (refused != null && table.key().isEmpty() && !isPublished) {
            refusals.putIfAbsent(table.name(), refused);
        }
    }

    /** Lets a table wait alone, even if it is in step: it is loaded again then. */
    private void letWait(TableName table, Refusal refusal, TableRoutes routes) throws Exception {
        State state = joined.of(table);
        if (state != null && state.isLoaded() && LoadPlan.whyNotReloadable(table, routes) == null) {
            joined.reload(List.of(table));
        }
        refuse(table, refusal);
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

    /** Tables in step whose target tables are gone, and that can be loaded again. */
    private Set<TableName> lost(Map<SourceTable, TableMapping> mapped, TargetTables found) {
        Set<TableName> lost = new TreeSet<>();
        mapped.forEach((table, mapping) -> {
            TableName name = table.name();
            State state = joined.of(name);
            if (state != null
                    && state.isLoaded()
                    && joined.keepsItsTarget(name, routes)
                    && found.isFree(state.target())
                    && LoadPlan.whyNotReloadable(name, routes) == null) {
                lost.add(name);
            }
        });
        return lost;
    }

    /**
     * Lets tables wait alone that have lost their target tables: with them went all rows that could be out of step. If that are
     * all tables in step, none of them goes: there is nothing that could go on without them, and they may come back as they were.
     */
    private void letGo(Set<TableName> lost, boolean creates) throws Exception {
        Set<TableName> others = joined.inStep();
        others.removeAll(lost);
        if (lost.isEmpty() || (others.isEmpty() && !creates)) {
            return;
        }
        lost.forEach(table -> TOLD.warn(
                "table {} has lost its target table {}: the other tables go on, and it is loaded again when there is one",
                table,
                joined.of(table).target()));
        joined.reload(lost);
    }

    /** Creates the missing target tables that the job is to create; returns all that exist then. */
    private TargetTables create(Map<SourceTable, TableMapping> mapped, TargetTables found) throws Exception {
        boolean isAnyMissing = false;
        for (Map.Entry<SourceTable, TableMapping> entry : mapped.entrySet()) {
            SourceTable table = entry.getKey();
            try {
                if (creatable.contains(table) && !found.has(entry.getValue().target(table.name()))) {
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
                // Otherwise it has been opened with what its target will be.
                if (joined.deferred(table.name()) == null) {
                    mapping.open(table, targets, rights, source, target, kernel);
                }
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
            if (!tables.unpublishable().containsKey(table) || LoadPlan.whyNotReloadable(table, routes) != null) {
                throw refusal;
            }
            toTakeOut.add(table);
        }
        refusals.put(table, refusal);
    }

    /** Why tables were left out. */
    Map<TableName, Refusal> refusals() {
        return refusals;
    }

    /**
     * Which of these are in step, and have to leave the publication all the same: the source refuses every UPDATE and
     * DELETE on them. They are to be loaded again.
     */
    Set<TableName> toTakeOut() {
        return toTakeOut;
    }

    /** Whether any table takes TRUNCATE. */
    boolean truncates() {
        return truncates;
    }
}
