package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.FilledTables;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableRights;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableLoad.Way;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides how each table that is to be loaded gets its rows to the target, given what the target has already. */
public final class LoadPlan {
    private final Settings settings;
    private final TableRoutes routes;
    private final TableRights rights;
    private final Set<TableName> filled;
    private final JoinedTables joined;
    private final SourcesOfTargets sources;
    private final Set<TableName> emptied = new HashSet<>();
    private final List<TableLoad> loads = new ArrayList<>();
    private final Map<TableName, Refusal> refusals = new TreeMap<>();

    /**
     * Plans the load.
     *
     * @param captured all tables of the job
     * @param missing the tables that are to be loaded
     */
    public LoadPlan(
            Settings settings,
            TableRoutes routes,
            Database target,
            JoinedTables joined,
            SourceTables captured,
            List<SourceTable> missing) {
        this.settings = settings;
        this.routes = routes;
        this.joined = joined;
        this.sources = new SourcesOfTargets(captured, routes);
        Map<TableName, TargetTable> targets = new TreeMap<>();
        for (SourceTable table : missing) {
            TableMapping mapping = routes.of(table.name()).mapping();
            if (mapping != null) {
                targets.put(mapping.target(table.name()), mapping.targetTable(table.name()));
            }
        }
        rights = new Account(target).onTables(targets.keySet());
        targets.keySet().removeIf(this::isAnyThere);
        filled = FilledTables.find(target, targets.values());
        for (SourceTable table : missing) {
            try {
                loads.add(plan(table));
            } catch (Refusal e) {
                refusals.put(table.name(), e);
            }
        }
    }

    /** Why a table can't be loaded again; null if it can. */
    public static Message whyNotReloadable(TableName table, TableRoutes routes) {
        TableRoute route = routes.of(table);
        if (route == null) {
            return Message.of("no entry takes it any more");
        }
        if (route.hasSteps()) {
            return Message.of("its route has steps of its own, and only they know what becomes of the old rows");
        }
        return route.mapping().isHistory() ? Message.of("it is a history, which the source no longer has") : null;
    }

    /** The refusal of a target table that has rows already, if no setting says what to do with them. */
    public static Refusal existingRows(SourceTable table, TableMapping mapping) {
        TableName target = mapping.target(table.name());
        return keptRows(table, mapping) == null
                ? Refusal.of(
                        "target table {0} has rows already: set sync.existing-data=truncate to delete them, or"
                                + " sync.existing-data=keep to let rows of the source replace those with the same key, or empty"
                                + " it",
                        target)
                : Refusal.of(
                        "target table {0} has rows already: set sync.existing-data=truncate to delete them, or empty it",
                        target);
    }

    /** The refusal to keep the rows of a target table whose source has no key; null if it has one. */
    public static Refusal keptRows(SourceTable table, TableMapping mapping) {
        // Each row of a history is a change of its own.
        if (!table.key().isEmpty() || mapping.isHistory()) {
            return null;
        }
        return Refusal.of(
                "target table {0} has rows already, and source table {1} has no key by which"
                        + " sync.existing-data=keep could tell which of them a load would bring once more: set"
                        + " sync.existing-data=truncate to delete them, empty the table, give the source table a primary"
                        + " key, or set sync.initial-load=none to copy nothing",
                mapping.target(table.name()), table.name());
    }

    /** The tables that can be loaded, and how. */
    public List<TableLoad> loads() {
        return loads;
    }

    /** Why tables can't be loaded. */
    public Map<TableName, Refusal> refusals() {
        return refusals;
    }

    private TableLoad plan(SourceTable table) {
        TableRoute route = routes.of(table.name());
        State before = joined.of(table.name());
        if (route.mapping() == null) {
            return new TableLoad(table, null, route.uri(), before, null, Way.ROUTE, false, true);
        }
        TableName name = route.mapping().target(table.name());
        boolean shared = sources.isShared(name);
        rights.require(name, Set.of("INSERT"));
        Way way = route.hasSteps() ? Way.ROUTE : Way.COPY;
        boolean empties = false;
        if (before != null && before.phase() == Phase.RELOAD) {
            way = Way.REPLACE;
        } else if (before != null) {
            // An interrupted load has left rows behind.
            empties = true;
        } else if (filled.contains(name)) {
            switch (settings.load().existingData()) {
                case STOP -> throw existingRows(table, route.mapping());
                case TRUNCATE -> empties = true;
                case KEEP -> {
                    Refusal refusal = keptRows(table, route.mapping());
                    if (refusal != null) {
                        throw refusal;
                    }
                    way = route.mapping().isHistory() ? way : Way.ROUTE;
                    // Loaded as a whole: an interrupted load must leave nothing that only emptying the table would
                    // remove.
                    shared = true;
                }
            }
        }
        if (empties) {
            rights.require(name, Set.of("TRUNCATE"));
            empties = emptied.add(name);
        }
        return new TableLoad(
                table, route.mapping(), route.uri(), before, joined.deferred(table.name()), way, empties, shared);
    }

    /** Whether a table of the job has rows in a target, so that the rows there are the job's own. */
    private boolean isAnyThere(TableName name) {
        return sources.of(name).stream().anyMatch(source -> joined.of(source) != null);
    }
}
