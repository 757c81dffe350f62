package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.ShadowTable;
import io.adbpg.sync.load.SourcesOfTargets;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TargetChange;
import io.adbpg.sync.settings.Following;
import java.sql.Savepoint;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves target tables as they are that are loaded again after their source tables were altered: the table that is filled then, and
 * replaces the target table, gets what the target table lacks. Nobody who reads the table has to wait until it has been altered, or
 * sees it altered before the new rows are there.
 */
final class DeferredChanges {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final Database source;
    private final Database target;
    private final Kernel kernel;
    private final Target connection;
    private final SourcesOfTargets sources;
    private final Following.Dropped dropped;
    private final ShapeTakeover takeover;

    /**
     * @param sources which tables share a target table
     * @param dropped what becomes of dropped columns
     */
    DeferredChanges(
            Database source,
            Database target,
            Kernel kernel,
            Target connection,
            SourcesOfTargets sources,
            Following.Dropped dropped,
            ShapeTakeover takeover) {
        this.source = source;
        this.target = target;
        this.kernel = kernel;
        this.connection = connection;
        this.sources = sources;
        this.dropped = dropped;
        this.takeover = takeover;
    }

    /**
     * Has a table loaded again into one that is altered, and commits that, if the table is loaded again anyway and another one can
     * replace its target. Opens the table as it will be.
     *
     * @param needed all that the target lacks
     * @return whether that is so; otherwise nothing was done
     * @throws Refusal if the source table does not fit the target even then
     */
    boolean defer(SourceTable table, ShapeChange change, TableMapping mapping, TargetChange needed) throws Exception {
        if (sources.isShared(mapping.target(table.name()))
                || getsEnum(change)
                || !takeover.mayReload(table.name(), change)
                || !opens(table, change, mapping)
                || !takeover.isReload(table, change)) {
            return false;
        }
        takeover.defer(table, change, needed);
        return true;
    }

    /** Values of an enum that the target's type lacks can't be added before a column of the target has the type. */
    private static boolean getsEnum(ShapeChange change) {
        return Stream.concat(change.added().stream(), change.retyped().stream().map(ShapeChange.Altered::after))
                .anyMatch(column -> column.isOfEnum());
    }

    /** Opens the table with an altered copy of its target; returns false if there can be none. Leaves no copy behind. */
    private boolean opens(SourceTable table, ShapeChange change, TableMapping mapping) throws Exception {
        TableName name = mapping.target(table.name());
        Savepoint before = connection.own().mark();
        try {
            // Longer than a load tries to lock its target at a time; nobody who reads waits behind this.
            target.run("SET LOCAL lock_timeout = '10s'");
            ShadowTable trial = ShadowTable.forTrial(target, TargetTable.load(target, kernel, name));
            if (trial == null) {
                return false;
            }
            TargetTable altered = trial.alter(table, mapping, change, dropped, source, kernel);
            mapping.openAltered(table, altered, new Account(target).onTables(Set.of(name)), source, target, kernel);
            return true;
        } catch (Failed e) {
            if (!FollowedChanges.isRefused(e)) {
                throw e;
            }
            LOG.debug("table {}: the target refuses a table that could replace {}", table.name(), name, e);
            return false;
        } finally {
            connection.own().rollbackTo(before);
        }
    }
}
