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

/** Applies the row groups of a transaction so that the rows which the target refuses come into quarantine, and no others. */
public final class SavepointApply {
    private final QuarantineSession quarantine;
    private final TargetConnection connection;
    private final Function<Relation, Rule> rules;
    private final GroupSender sender;
    private final Bisection bisection;
    private final Replay retry;
    private long lastIdBefore;

    /**
     * @param rules how a table is folded
     * @param sender what applies a group
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
     * Applies row groups in their order.
     *
     * @return what was applied
     */
    public List<RowGroup> apply(List<RowGroup> groups) throws Exception {
        if (quarantine.search().checksConstraintsAtOnce()) {
            checkConstraints();
        }
        List<RowGroup> applied = new ArrayList<>();
        for (RowGroup group : groups) {
            if (group.operation() == Operation.TRUNCATE) {
                sender.send(group);
                quarantine.clear(group.relation().table());
                applied.add(group);
            } else {
                apply(group, applied);
            }
        }
        quarantine.write();
        return applied;
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
                    sender.send(part);
                    applied.add(part);
                },
                (rows, why) -> {
                    if (rows.size() > 1) {
                        throw new Refusal("table " + table + ": " + rows.size() + " rows whose keys passed from one to"
                                + " another in one transaction can't be put into quarantine one by one: "
                                + why.message());
                    }
                    rows.changes(group, rule, why).forEach(quarantine::add);
                });
    }

    /**
     * Ends a transaction: what was refused for other rows gets another chance now that these are there; and deferred
     * constraints are checked, so that they can't fail the commit.
     *
     * @param lsn where the transaction was committed at the source
     * @param time and when; may be null
     * @throws Exception of which {@link DataRefusal#find} knows why, if a deferred constraint fails
     */
    public void end(long lsn, Instant time) throws Exception {
        boolean retries = quarantine.hasDependent();
        quarantine.stamp(lsn, time);
        if (retries) {
            List<ChangeChain> chains = quarantine.table().chains().stream()
                    .filter(chain -> chain.dependsOnOthers() && chain.ids().get(0) > lastIdBefore)
                    .toList();
            if (retry.run(chains) > 0) {
                quarantine.read();
            }
        }
        checkConstraints();
    }

    /** The transaction is committed. */
    public void noteCommit() {
        lastIdBefore = quarantine.lastId();
    }

    private void checkConstraints() throws SQLException {
        try (Statement statement = connection.getConnection().createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }
}
