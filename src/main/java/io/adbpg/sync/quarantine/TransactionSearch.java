package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.Transaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the transactions in which the target refuses a row: applies many of them together, then halves of those among which one
 * is refused, and alone only those that are. All in the target's one transaction.
 *
 * @param rules the rule by which changes of a table are folded
 * @param sender applies groups
 * @param alone applies the groups of one transaction
 */
public record TransactionSearch(
        QuarantineSession quarantine,
        TargetConnection connection,
        Function<Relation, Rule> rules,
        GroupSender sender,
        SavepointApply alone) {

    /**
     * Applies transactions in order.
     *
     * @return what was applied, without the quarantined rows
     */
    public List<RowGroup> apply(List<Transaction> transactions) throws Exception {
        List<RowGroup> applied = new ArrayList<>();
        if (!transactions.isEmpty()) {
            apply(transactions, applied);
        }
        return applied;
    }

    private void apply(List<Transaction> some, List<RowGroup> applied) throws Exception {
        if (some.size() == 1) {
            Transaction one = some.get(0);
            applied.addAll(alone.apply(free(one)));
            alone.end(one.lsn(), one.time());
            alone.noteEnd();
            defer();
        } else if (!applyTogether(some, applied)) {
            int half = some.size() / 2;
            apply(some.subList(0, half), applied);
            apply(some.subList(half, some.size()), applied);
        }
    }

    /** Applies transactions as one, unless a row of them is refused or in quarantine already. */
    private boolean applyTogether(List<Transaction> some, List<RowGroup> applied) throws Exception {
        if (some.stream().flatMap(one -> one.changes().stream()).anyMatch(this::isToBeSeenAlone)) {
            return false;
        }
        List<RowGroup> groups = fold(some);
        boolean isPassed = new Bisection(connection).passes(() -> {
            sender.send(groups);
            connection.checkConstraints();
        });
        if (isPassed) {
            applied.addAll(groups);
        }
        return isPassed;
    }

    private List<RowGroup> fold(List<Transaction> some) {
        NetChanges net = new NetChanges();
        for (Transaction one : some) {
            for (Change change : one.changes()) {
                net.change(
                        change.operation(),
                        change.relation(),
                        rules.apply(change.relation()),
                        change.old(),
                        change.row());
            }
        }
        return net.drain();
    }

    private boolean isToBeSeenAlone(Change change) {
        return change.operation() == Operation.TRUNCATE || quarantine.concerns(change, rules.apply(change.relation()));
    }

    /** What does not follow refused changes, some of which may have been found after the transaction was read. */
    private List<RowGroup> free(Transaction one) throws SQLException {
        if (quarantine.isEmpty()) {
            return one.groups();
        }
        NetChanges net = new NetChanges();
        for (Change change : one.changes()) {
            Rule rule = rules.apply(change.relation());
            if (!quarantine.takes(change.operation(), change.relation(), rule, change.old(), change.row())) {
                net.change(change.operation(), change.relation(), rule, change.old(), change.row());
            }
        }
        quarantine.stampBuffered(one.lsn(), one.time());
        quarantine.write();
        return net.drain();
    }

    /** Each transaction begins with its constraints deferred. */
    private void defer() throws SQLException {
        try (Statement statement = connection.getConnection().createStatement()) {
            statement.execute("SET CONSTRAINTS ALL DEFERRED");
        }
    }
}
