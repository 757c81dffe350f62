package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TargetChange;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alters target tables as their source tables were, in the transaction in which the new shape is taken over. What the target refuses
 * is undone, and becomes a refusal.
 */
final class FollowedChanges {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    /** Statements and rows that a server refuses, and locks that it could not give in time; anything else may pass. */
    private static final String REFUSED = "(0A|21|22|23|2B|42|44|54|55|P0|XX).*";

    private final Database source;
    private final Database target;
    private final Kernel kernel;
    private final Target connection;
    private final ShapeTakeover takeover;
    private final DeferredChanges deferred;

    FollowedChanges(
            Database source,
            Database target,
            Kernel kernel,
            Target connection,
            ShapeTakeover takeover,
            DeferredChanges deferred) {
        this.source = source;
        this.target = target;
        this.kernel = kernel;
        this.connection = connection;
        this.takeover = takeover;
        this.deferred = deferred;
    }

    /**
     * Takes a shape over with what the target needs for it: leaves that to the load that follows where one does, otherwise runs it at
     * once. Runs only a part of it if the rest is for somebody else. Commits.
     *
     * @param followed what of the change the job runs
     * @param isAll whether nothing is left for somebody else
     * @return why it could not be done; null if it was
     */
    Refusal follow(SourceTable table, ShapeChange change, TableMapping mapping, TargetChange followed, boolean isAll)
            throws Exception {
        try {
            if (isAll && deferred.defer(table, change, mapping, followed)) {
                return null;
            }
            // A reader who holds the table must not make all others wait behind this.
            target.run("SET LOCAL lock_timeout = '3s'");
            for (String statement : followed.statements()) {
                LOG.debug("table {}: in place: {}", table.name(), statement);
                target.run(statement);
            }
            if (isAll) {
                open(table, mapping);
                takeover.take(table, change, !followed.afterReload().isEmpty());
            } else {
                connection.commit();
            }
            followed.statements().forEach(statement -> LOG.info("table {}: {}", table.name(), statement));
            return null;
        } catch (Failed e) {
            connection.own().rollback();
            if (!isRefused(e)) {
                throw e;
            }
            return followed.refusal(table.name(), change, e.said());
        } catch (Refusal e) {
            connection.own().rollback();
            return e;
        }
    }

    /** Whether the target has refused a statement, and would again. */
    static boolean isRefused(Failed failure) {
        return !failure.isOfSource() && failure.sqlState().matches(REFUSED);
    }

    private void open(SourceTable table, TableMapping mapping) throws Exception {
        Set<TableName> name = Set.of(mapping.target(table.name()));
        TargetTables found = TargetTables.load(target, kernel, name);
        mapping.open(table, found, new Account(target).onTables(name), source, target, kernel);
    }
}
