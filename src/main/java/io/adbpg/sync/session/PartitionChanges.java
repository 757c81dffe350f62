package io.adbpg.sync.session;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.LeafIdentities;
import io.adbpg.sync.catalog.Partition;
import io.adbpg.sync.catalog.Partition.Mark;
import io.adbpg.sync.catalog.Partitions;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of the partitions of captured roots since the target's rows were last in line with them. The stream tells nothing
 * of rows that come or go with a partition: by ATTACH, DETACH or DROP of one, or TRUNCATE of one alone.
 */
final class PartitionChanges {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    /** Otherwise the target keeps rows that a load would take away. */
    private static final Set<Operation> NEEDED = EnumSet.of(Operation.INSERT, Operation.DELETE);

    private final TableRoutes routes;
    private final JoinedTables joined;
    private final Database source;
    private final StaleRows staleRows;
    private final SourceAlterations alterations;

    PartitionChanges(
            TableRoutes routes,
            JoinedTables joined,
            Database source,
            StaleRows staleRows,
            SourceAlterations alterations) {
        this.routes = routes;
        this.joined = joined;
        this.source = source;
        this.staleRows = staleRows;
        this.alterations = alterations;
    }

    /** Has the tables loaded again whose rows came or went with a partition, and remembers the partitions of the others. */
    void accept(SourceTables tables) throws Exception {
        for (SourceTable root : tables.all()) {
            State state = joined.of(root.name());
            boolean isComparable = root.partitioned()
                    && state != null
                    && state.isLoaded()
                    && state.shape().oid() == root.shape().oid();
            Map<Long, Mark> now = root.shape().partitions();
            if (isComparable && !now.equals(state.shape().partitions())) {
                accept(root, state.shape().partitions());
            }
        }
    }

    private void accept(SourceTable root, Map<Long, Mark> before) throws Exception {
        Message stale = null;
        // Without them, an earlier version has written the state.
        if (before != null) {
            warn(root, before);
            Message reason = Message.list(reasons(root, before));
            Message whyNot = whyNot(root.name());
            if (!reason.isBlank() && whyNot == null) {
                LOG.info("table {} is loaded again, since {}", root.name(), reason);
                joined.reload(List.of(root.name()));
                alterations.note(root.name(), reason, Outcome.LOADED_AGAIN, Message.NONE);
                return;
            }
            if (!reason.isBlank()) {
                stale = StaleRows.notReloadable(reason, whyNot);
                joined.noteStale(root.name(), stale);
            }
        }
        joined.notePartitions(root);
        if (before != null) {
            alterations.note(
                    root.name(),
                    Message.of("other partitions"),
                    Outcome.TAKEN_OVER,
                    stale == null ? Message.NONE : stale);
        }
        if (stale != null) {
            staleRows.add(root.name(), stale);
        }
    }

    private static void warn(SourceTable root, Map<Long, Mark> before) {
        boolean isAnyNew = false;
        for (Partition partition : root.partitions()) {
            boolean isNew = !before.containsKey(partition.oid());
            isAnyNew |= isNew;
            if (isNew && !partition.isLogged()) {
                LOG.warn("table {}: {}", root.name(), partition.unseen());
            }
        }
        Refusal refused = new LeafIdentities(root).refusedBySource();
        if (isAnyNew && refused != null) {
            LOG.warn("{}", refused.getMessage());
        }
    }

    private List<Message> reasons(SourceTable root, Map<Long, Mark> before) {
        List<Message> reasons = new ArrayList<>();
        Set<Long> gone = new TreeSet<>(before.keySet());
        for (Partition partition : root.partitions()) {
            gone.remove(partition.oid());
            Mark mark = before.get(partition.oid());
            if (mark != null && mark.attached() == partition.mark().attached()) {
                if (mark.storage() != partition.mark().storage()) {
                    reasons.add(Message.of("partition {0} was truncated or rewritten", partition.name()));
                }
            } else if (mark != null) {
                reasons.add(Message.of("partition {0} was detached and attached again", partition.name()));
            } else if (partition.isLeaf()
                    && !cameThroughTheStream(partition, root, before)
                    && Partitions.mayHaveRows(source, partition)) {
                reasons.add(Message.of("partition {0} was attached with rows in it", partition.name()));
            }
        }
        if (!gone.isEmpty()) {
            reasons.add(
                    gone.size() == 1
                            ? Message.of("a partition was detached or dropped")
                            : Message.of("{0} partitions were detached or dropped", gone.size()));
        }
        return reasons;
    }

    /** Whether all rows of a new leaf were written to it as the root's: it was created there, and what is new above it, too. */
    private static boolean cameThroughTheStream(Partition leaf, SourceTable root, Map<Long, Mark> before) {
        Partition at = leaf;
        while (at != null && !before.containsKey(at.oid())) {
            if (!at.bornHere() || at.kind() == 'f') {
                return false;
            }
            long parent = at.parent();
            at = root.partitions().stream()
                    .filter(partition -> partition.oid() == parent)
                    .findFirst()
                    .orElse(null);
        }
        return true;
    }

    private Message whyNot(TableName root) {
        Message whyNot = LoadPlan.whyNotReloadable(root, routes);
        TableMapping mapping = routes.of(root).mapping();
        boolean keepsRows = mapping != null && !mapping.parsedOperations().containsAll(NEEDED);
        return whyNot == null && keepsRows
                ? Message.of("by its `operations`, insert and delete don't both reach the target")
                : whyNot;
    }
}
