package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.AlteredTable;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TargetChange;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the new shape of an altered table whose target fits: brings the rows there into line, and remembers the shape. */
final class ShapeTakeover {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final TableRoutes routes;
    private final JoinedTables joined;
    private final Database target;
    private final Target connection;
    private final StaleRows staleRows;
    private final SourceAlterations alterations;
    private final boolean loadsRelabelled;

    /** @param loadsRelabelled whether tables are loaded again whose target keeps the old text of values */
    ShapeTakeover(
            TableRoutes routes,
            JoinedTables joined,
            Database target,
            Target connection,
            StaleRows staleRows,
            SourceAlterations alterations,
            boolean loadsRelabelled) {
        this.routes = routes;
        this.joined = joined;
        this.target = target;
        this.connection = connection;
        this.staleRows = staleRows;
        this.alterations = alterations;
        this.loadsRelabelled = loadsRelabelled;
    }

    /**
     * Takes the shape over, and commits with it what was done to the target for it. The table must have been opened, unless it is
     * to be loaded anyway.
     *
     * @param hasLostKey whether its target has lost a primary key, which is to come back with the next load
     */
    void take(SourceTable table, ShapeChange change, boolean hasLostKey) throws Exception {
        State state = joined.of(table.name());
        if (state != null && hasLostKey) {
            joined.noteLostKey(table.name());
        }
        if (state == null || !state.isLoaded()) {
            connection.commit();
            return;
        }
        TableMapping mapping = routes.of(table.name()).mapping();
        AlteredTable altered = mapping == null ? null : mapping.altered(table.name());
        Message reload = reloadReason(change, altered);
        Message whyNot = reload == null ? null : LoadPlan.whyNotReloadable(table.name(), routes);
        if (reload != null && whyNot == null) {
            reload(table, change, reload);
            return;
        }
        LOG.info("source table {} was altered: {}", table.name(), change);
        Message stale = reload == null ? relabelled(table, change, altered) : StaleRows.notReloadable(reload, whyNot);
        if (reload == null && altered != null) {
            altered.fill(change, target);
        }
        joined.reshape(table.name(), change);
        if (stale != null) {
            joined.noteStale(table.name(), stale);
        }
        connection.commit();
        if (stale != null) {
            staleRows.add(table.name(), stale);
        }
        alterations.note(table.name(), change.message(), Outcome.TAKEN_OVER, stale == null ? Message.NONE : stale);
        warnOfDropped(table, change, mapping);
    }

    /** Whether a table, before it is opened, may have to be loaded again after a change, or is to be loaded again already. */
    boolean mayReload(TableName table, ShapeChange change) {
        boolean isPossible = isReloading(table)
                || change.reloadReason(column -> true) != null
                || !change.renamed().isEmpty()
                || !change.relabelled().isEmpty();
        return isPossible && LoadPlan.whyNotReloadable(table, routes) == null;
    }

    /** Whether an opened table for which {@link #mayReload} holds is loaded again. */
    boolean isReload(SourceTable table, ShapeChange change) {
        return isReloading(table.name())
                || (joined.of(table.name()).isLoaded()
                        && reloadReason(
                                        change,
                                        routes.of(table.name()).mapping().altered(table.name()))
                                != null);
    }

    private boolean isReloading(TableName table) {
        return joined.of(table).phase() == Phase.RELOAD;
    }

    /**
     * Has an opened table loaded again into a table that is altered, and commits that. {@link #isReload} must hold.
     *
     * @param needed what the target lacks
     */
    void defer(SourceTable table, ShapeChange change, TargetChange needed) throws Exception {
        joined.defer(table.name(), change);
        if (!needed.afterReload().isEmpty()) {
            joined.noteLostKey(table.name());
        }
        if (isReloading(table.name())) {
            connection.commit();
            return;
        }
        TableMapping mapping = routes.of(table.name()).mapping();
        reload(table, change, reloadReason(change, mapping.altered(table.name())));
        LOG.info(
                "table {}: target table {} stays as it is until then; the table that replaces it gets: {}",
                table.name(),
                mapping.target(table.name()),
                needed.text());
    }

    private void reload(SourceTable table, ShapeChange change, Message reason) throws Exception {
        LOG.info("table {} is loaded again, since {}", table.name(), reason);
        joined.reload(List.of(table.name()));
        alterations.note(table.name(), change.message(), Outcome.LOADED_AGAIN, reason);
    }

    /** Says why the table must be loaded again; null if its rows can be brought into line without that. */
    private Message reloadReason(ShapeChange change, AlteredTable altered) {
        Message reason = change.reloadReason(column -> altered == null || altered.uses(column));
        String relabelled = loadsRelabelled ? columns(change, column -> isKeptAsText(column, altered)) : "";
        if (reason == null && !relabelled.isEmpty()) {
            return Message.of("the type of column {0} was altered on the source", relabelled);
        }
        String named = altered == null ? "" : String.join(", ", altered.columnsBesideFormer(change));
        return reason != null || named.isEmpty()
                ? reason
                : Message.of("the target has column {0} beside the one that was its former name", named);
    }

    /** Says which values print otherwise now, so that the target keeps the old text; null if none do. */
    private static Message relabelled(SourceTable table, ShapeChange change, AlteredTable altered) {
        String columns = columns(change, column -> altered == null || altered.converts(column.name()));
        return columns.isEmpty()
                ? null
                : Message.of(
                        "the type of column {0} was altered on the source, so its values print otherwise; rows that have"
                                + " not changed since keep the old text on the target: run `reload {1}`",
                        columns, table.name());
    }

    private static String columns(ShapeChange change, Predicate<TableShape.Column> isMeant) {
        return change.relabelled().stream()
                .map(ShapeChange.Altered::after)
                .filter(isMeant)
                .map(TableShape.Column::name)
                .collect(Collectors.joining(", "));
    }

    /** Whether old rows keep the text of values that print otherwise now: an enum of the target keeps both names of a value. */
    private static boolean isKeptAsText(TableShape.Column column, AlteredTable altered) {
        return altered == null || altered.converts(column.name()) || (column.isOfEnum() && altered.uses(column.name()));
    }

    private static void warnOfDropped(SourceTable table, ShapeChange change, TableMapping mapping) {
        List<String> left = change.dropped().stream()
                .map(column -> column.name())
                .filter(column ->
                        mapping != null && mapping.targetTable(table.name()).column(column) != null)
                .toList();
        if (!left.isEmpty()) {
            LOG.warn(
                    "source table {} no longer has column {}, and the target keeps it: old rows keep their values and new rows"
                            + " get none; drop it there too if nobody needs them",
                    table.name(),
                    String.join(", ", left));
        }
    }
}
