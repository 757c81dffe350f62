package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Applies the row groups of a transaction behind savepoints, so that exactly the rows that the target refuses are
 * quarantined.
 */
public final class SavepointApply {
    private final QuarantineSession quarantine;
    private final TargetConnection connection;
    private final Function<Relation, Rule> rules;
    private final GroupSender sender;
    private final Bisection bisection;
    private final Replay retry;
    private long lastIdBefore;

    /**
     * @param rules the rule by which changes of a table are folded
     * @param sender applies groups
     */
    public SavepointApply(
            QuarantineSession quarantine,
            TargetConnection connection,
            Function<Relation, Rule> rules,
            GroupSender sender) {
        this.quarantine = quarantine;
        this.connection = connection;
        this.rules = rules;
        this.sender = sender;
        this.bisection = new Bisection(connection);
        this.retry = new Replay(quarantine.table(), connection, rules, sender);
        this.lastIdBefore = quarantine.lastId();
    }

    /**
     * Applies row groups in order.
     *
     * @return what was applied, without the quarantined rows
     * @throws Refusal if linked rows are refused that can't be quarantined one by one
     */
    public List<RowGroup> apply(List<RowGroup> groups) throws Exception {
        if (quarantine.search().checksConstraintsAtOnce()) {
            checkConstraints();
        }
        List<RowGroup> applied = new ArrayList<>();
        // Sent together, as one statement may have to empty them.
        List<RowGroup> truncated = new ArrayList<>();
        for (RowGroup group : groups) {
            if (group.operation() == Operation.TRUNCATE) {
                truncated.add(group);
            } else {
                truncate(truncated, applied);
                apply(group, applied);
            }
        }
        truncate(truncated, applied);
        quarantine.write();
        return applied;
    }

    private void truncate(List<RowGroup> truncated, List<RowGroup> applied) throws Exception {
        if (!truncated.isEmpty()) {
            sender.send(List.copyOf(truncated));
            for (RowGroup group : truncated) {
                quarantine.clear(group.relation().table());
            }
            applied.addAll(truncated);
            truncated.clear();
        }
    }

    private void apply(RowGroup group, List<RowGroup> applied) throws Exception {
        TableName table = group.relation().table();
        Rule rule = rules.apply(group.relation());
        List<InseparableRows> free = new ArrayList<>();
        for (InseparableRows rows : InseparableRows.of(group)) {
            if (!rule.every() && quarantine.contains(table, rows.identities())) {
                rows.changes(group, rule, null).forEach(quarantine::add);
            } else {
                free.add(rows);
            }
        }
        bisection.run(
                free,
                some -> {
                    RowGroup part = InseparableRows.group(group, some);
                    sender.send(List.of(part));
                    applied.add(part);
                },
                (rows, why) -> {
                    if (rows.size() > 1) {
                        throw Refusal.of(
                                "table {0}: {1} rows whose keys passed from one to another in one transaction can't be"
                                        + " quarantined one by one: {2}",
                                table, rows.size(), why.message());
                    }
                    rows.changes(group, rule, why).forEach(quarantine::add);
                });
    }

    /**
     * Ends a transaction: retries the rows that were refused because of other rows, which may be there now, and checks
     * deferred constraints, so that they can't fail the commit.
     *
     * @param lsn the transaction's commit LSN
     * @param time its commit time; may be null
     * @throws Exception one that {@link DataRefusal#find} explains, if a deferred constraint fails
     */
    public void end(long lsn, Instant time) throws Exception {
        boolean retries = quarantine.hasDependent();
        quarantine.stamp(lsn, time);
        if (retries) {
            List<ChangeChain> chains = quarantine.table().chains().stream()
                    .filter(chain -> chain.dependsOnOthers() && chain.ids().get(0) > lastIdBefore)
                    // Not those of a table that is being loaded.
                    .filter(chain -> quarantine.contains(chain.table(), List.copyOf(chain.keys())))
                    .toList();
            if (retry.run(chains) > 0) {
                quarantine.read();
            }
        }
        checkConstraints();
    }

    /** Notes that a transaction has ended, or is committed. */
    public void noteEnd() {
        lastIdBefore = quarantine.lastId();
    }

    private void checkConstraints() throws SQLException {
        try (Statement statement = connection.getConnection().createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }
}
