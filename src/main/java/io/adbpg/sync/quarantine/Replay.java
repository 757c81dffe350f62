package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Relation;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Applies quarantined changes, in order and folded, through their tables' routes, and deletes them from the quarantine in the
 * same transaction. Chains that are still refused stay, with the new reason.
 */
final class Replay {
    /** How much is read at once, in characters of row images. */
    private static final long MOST_AT_ONCE = 16 << 20;

    private final QuarantineTable table;
    private final TargetConnection connection;
    private final Function<Relation, Rule> rules;
    private final GroupSender sender;

    Replay(QuarantineTable table, TargetConnection connection, Function<Relation, Rule> rules, GroupSender sender) {
        this.table = table;
        this.connection = connection;
        this.rules = rules;
        this.sender = sender;
    }

    /** Applies chains; returns how many changes left the quarantine. */
    int run(List<ChangeChain> chains) throws Exception {
        int applied = 0;
        List<ChangeChain> left = chains;
        int progress = 1;
        while (progress > 0 && !left.isEmpty()) {
            // A chain may pass after another one has brought the rows that it refers to.
            List<ChangeChain> refused = new ArrayList<>();
            for (List<ChangeChain> some : portions(left)) {
                new Bisection(connection).run(some, this::apply, (chain, why) -> {
                    table.explain(chain.ids(), why);
                    refused.add(chain);
                });
            }
            progress = size(left) - size(refused);
            applied += progress;
            left = refused;
        }
        return applied;
    }

    private void apply(List<ChangeChain> chains) throws Exception {
        List<Long> ids = chains.stream().flatMap(chain -> chain.ids().stream()).toList();
        NetChanges changes = new NetChanges();
        for (QuarantinedChange change : table.read(ids)) {
            Rule rule = rules.apply(change.relation());
            changes.change(change.operation(), change.relation(), rule, change.old(), change.row());
        }
        sender.send(changes.drain());
        table.delete(ids);
        try (Statement statement = connection.getConnection().createStatement()) {
            // A deferred constraint must not fail the commit.
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    private static List<List<ChangeChain>> portions(List<ChangeChain> chains) {
        List<List<ChangeChain>> portions = new ArrayList<>();
        long bytes = MOST_AT_ONCE;
        for (ChangeChain chain : chains) {
            if (bytes >= MOST_AT_ONCE) {
                portions.add(new ArrayList<>());
                bytes = 0;
            }
            portions.get(portions.size() - 1).add(chain);
            bytes += chain.bytes();
        }
        return portions;
    }

    private static int size(List<ChangeChain> chains) {
        return chains.stream().mapToInt(chain -> chain.ids().size()).sum();
    }
}
