package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TargetChange;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the source's tables were altered since the target's rows were last in line with them: makes the job wait until the
 * target tables fit, then brings the rows into line.
 */
final class SchemaChanges {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final TableRoutes routes;
    private final JoinedTables joined;
    private final Database source;
    private final Database target;
    private final Target connection;
    private final StaleRows staleRows;
    private final SourceAlterations alterations;
    private final Map<SourceTable, ShapeChange> changes = new LinkedHashMap<>();
    private final List<SourceTable> labelled = new ArrayList<>();

    /** Compares each table that has a state with the shape that its state remembers. */
    SchemaChanges(
            SourceTables tables,
            TableRoutes routes,
            JoinedTables joined,
            Database source,
            Database target,
            Target connection,
            StaleRows staleRows,
            SourceAlterations alterations) {
        this.routes = routes;
        this.joined = joined;
        this.source = source;
        this.target = target;
        this.connection = connection;
        this.staleRows = staleRows;
        this.alterations = alterations;
        for (SourceTable table : tables.all()) {
            State state = joined.of(table.name());
            if (state != null && joined.keepsItsTarget(table.name(), routes)) {
                ShapeChange change = state.changeTo(table);
                if (!change.isNone()) {
                    changes.put(table, change);
                } else if (change.hasOtherLabels()) {
                    labelled.add(table);
                }
            }
        }
    }

    /**
     * Requires that the target tables fit.
     *
     * @param addsColumns whether missing columns are added; if not, the refusal asks for them
     * @throws Refusal that names the statements which make the target tables fit
     */
    void require(boolean addsColumns) throws Exception {
        List<Message> missing = new ArrayList<>();
        Kernel kernel = changes.isEmpty() ? null : Kernel.probe(target);
        for (Map.Entry<SourceTable, ShapeChange> altered : changes.entrySet()) {
            TableMapping mapping = mapping(altered.getKey());
            if (mapping == null) {
                continue;
            }
            TargetChange needed = mapping.targetChange(altered.getKey(), altered.getValue(), source, target, kernel);
            if (addsColumns) {
                for (String statement : needed.additions()) {
                    target.run(statement);
                    LOG.info("table {}: {}", altered.getKey().name(), statement);
                }
                connection.commit();
                needed = needed.withoutAdditions();
            }
            if (!needed.isNone()) {
                Message why = needed.refusal(altered.getKey().name(), altered.getValue())
                        .message();
                alterations.note(altered.getKey().name(), altered.getValue().message(), Outcome.WAITS, needed.toText());
                missing.add(why);
            }
        }
        if (!missing.isEmpty()) {
            throw Refusal.waiting("{0}; the job goes on by itself then", Message.all(missing));
        }
    }

    /** Brings the rows on the target into line, and remembers the tables' new shapes. */
    void accept() throws Exception {
        for (SourceTable table : labelled) {
            State state = joined.of(table.name());
            if (state != null && state.isLoaded()) {
                joined.noteLabels(table);
                alterations.note(
                        table.name(), Message.of("a type of its columns altered"), Outcome.TAKEN_OVER, Message.NONE);
            }
        }
        for (Map.Entry<SourceTable, ShapeChange> altered : changes.entrySet()) {
            SourceTable table = altered.getKey();
            ShapeChange change = altered.getValue();
            State state = joined.of(table.name());
            if (state == null || !state.isLoaded()) {
                continue;
            }
            TableMapping mapping = mapping(table);
            Message reload = reloadReason(table, change, mapping);
            Message whyNot = reload == null ? null : LoadPlan.whyNotReloadable(table.name(), routes);
            if (reload != null && whyNot == null) {
                LOG.info("table {} is loaded again, since {}", table.name(), reload);
                joined.reload(List.of(table.name()));
                alterations.note(table.name(), change.message(), Outcome.LOADED_AGAIN, reload);
                continue;
            }
            LOG.info("source table {} was altered: {}", table.name(), change);
            Message stale = reload == null ? relabelled(table, change) : StaleRows.notReloadable(reload, whyNot);
            if (reload == null && mapping != null) {
                mapping.fill(table.name(), change, target);
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
            warnOfDropped(table, change);
        }
    }

    /** Says why the table must be loaded again; null if its rows can be brought into line without that. */
    private static Message reloadReason(SourceTable table, ShapeChange change, TableMapping mapping) {
        Message reason = change.reloadReason(column -> mapping == null || mapping.uses(table.name(), column));
        String named = mapping == null ? "" : String.join(", ", mapping.columnsBesideFormer(table.name(), change));
        return reason != null || named.isEmpty()
                ? reason
                : Message.of("the target has column {0} beside the one that was its former name", named);
    }

    /** Says which values print otherwise now, so that the target keeps the old text; null if none do. */
    private Message relabelled(SourceTable table, ShapeChange change) {
        String columns = change.relabelled().stream()
                .map(column -> column.after().name())
                .filter(column -> mapping(table) == null || mapping(table).converts(table.name(), column))
                .collect(Collectors.joining(", "));
        return columns.isEmpty()
                ? null
                : Message.of(
                        "the type of column {0} was altered on the source, so its values print otherwise; rows that have"
                                + " not changed since keep the old text on the target: run `reload {1}`",
                        columns, table.name());
    }

    private void warnOfDropped(SourceTable table, ShapeChange change) {
        if (!change.dropped().isEmpty() && mapping(table) != null) {
            LOG.warn(
                    "source table {} no longer has column {}: if the target still has it, old rows keep their values and"
                            + " new rows get none; drop it there too",
                    table.name(),
                    change.dropped().stream().map(column -> column.name()).collect(Collectors.joining(", ")));
        }
    }

    private TableMapping mapping(SourceTable table) {
        return routes.of(table.name()).mapping();
    }
}
