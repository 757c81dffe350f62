package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.SourcesOfTargets;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TargetChange;
import io.adbpg.sync.settings.Following;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the source's tables were altered since the target's rows were last in line with them: makes the job wait until the
 * target tables fit, then brings the rows into line.
 */
final class SchemaChanges {
    private final TableRoutes routes;
    private final JoinedTables joined;
    private final Database source;
    private final Database target;
    private final Target connection;
    private final ShapeTakeover takeover;
    private final SourceAlterations alterations;
    private final Following following;
    private final SourcesOfTargets sources;
    private final Map<SourceTable, ShapeChange> changes = new LinkedHashMap<>();
    private final List<SourceTable> noted = new ArrayList<>();

    /**
     * Compares each table that has a state with the shape that its state remembers.
     *
     * @param following what of the changes the job does itself
     */
    SchemaChanges(
            SourceTables tables,
            TableRoutes routes,
            JoinedTables joined,
            Database source,
            Database target,
            Target connection,
            StaleRows staleRows,
            SourceAlterations alterations,
            Following following) {
        this.routes = routes;
        this.joined = joined;
        this.source = source;
        this.target = target;
        this.connection = connection;
        this.takeover =
                new ShapeTakeover(routes, joined, target, connection, staleRows, alterations, following.isFull());
        this.alterations = alterations;
        this.following = following;
        this.sources = new SourcesOfTargets(tables, routes);
        for (SourceTable table : tables.all()) {
            State state = joined.of(table.name());
            if (state != null && joined.keepsItsTarget(table.name(), routes)) {
                ShapeChange change = state.changeTo(table);
                if (!change.isNone()) {
                    changes.put(table, change);
                } else if (change.hasOtherNotes()) {
                    noted.add(table);
                }
            }
        }
    }

    /**
     * Requires that the target tables fit, after the job has done what it may.
     *
     * @throws Refusal that names the statements which make the target tables fit
     */
    void require() throws Exception {
        List<Message> missing = new ArrayList<>();
        Kernel kernel = changes.isEmpty() ? null : Kernel.probe(target);
        DeferredChanges deferred =
                new DeferredChanges(source, target, kernel, connection, sources, following.dropped(), takeover);
        FollowedChanges follower = new FollowedChanges(source, target, kernel, connection, takeover, deferred);
        for (Map.Entry<SourceTable, ShapeChange> altered : List.copyOf(changes.entrySet())) {
            SourceTable table = altered.getKey();
            ShapeChange change = altered.getValue();
            TableMapping mapping = routes.of(table.name()).mapping();
            if (mapping == null) {
                continue;
            }
            TargetTable to = TargetTable.load(target, kernel, mapping.target(table.name()));
            TargetChange needed =
                    mapping.targetChange(table, to, change, following.dropped(), false, source, target, kernel);
            TargetChange followed = needed.followed(following);
            TargetChange left = needed.left(following);
            if (!followed.isNone()) {
                Refusal refusal = follower.follow(table, change, mapping, followed, left.isNone());
                if (refusal != null) {
                    missing.add(refusal.message());
                    alterations.note(table.name(), change.message(), Outcome.WAITS, followed.toText());
                } else if (left.isNone()) {
                    changes.remove(table);
                }
            }
            if (!left.isNone()) {
                alterations.note(table.name(), change.message(), Outcome.WAITS, left.toText());
                missing.add(left.refusal(table.name(), change).message());
            }
        }
        if (!missing.isEmpty()) {
            throw Refusal.waiting("{0}; the job goes on by itself then", Message.all(missing));
        }
    }

    /** Takes over the shapes of the tables whose targets fit, which have been opened. */
    void accept() throws Exception {
        for (SourceTable table : noted) {
            State state = joined.of(table.name());
            if (state != null && state.isLoaded()) {
                joined.noteShape(table);
                if (state.changeTo(table).hasOtherLabels()) {
                    alterations.note(
                            table.name(),
                            Message.of("a type of its columns altered"),
                            Outcome.TAKEN_OVER,
                            Message.NONE);
                }
            }
        }
        for (Map.Entry<SourceTable, ShapeChange> altered : changes.entrySet()) {
            takeover.take(altered.getKey(), altered.getValue(), false);
        }
    }
}
