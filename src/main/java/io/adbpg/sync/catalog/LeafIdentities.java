package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the replica identities of a root's leaves mean for it. The stream brings the leaves' rows as the root's, and says by the
 * root's identity what an old row holds; but each leaf's own identity decides what it does hold, and whether the source accepts
 * UPDATE and DELETE at all.
 */
public final class LeafIdentities {
    private static final int MOST_NAMED = 5;

    private final SourceTable root;
    private final List<Partition> leaves;

    /** Of a captured table; one without partitions has none. */
    public LeafIdentities(SourceTable root) {
        this.root = root;
        this.leaves = root.partitions().stream()
                .filter(partition -> partition.isLeaf() && partition.isLogged())
                .toList();
    }

    /** Why updated and deleted rows can't be read; null if they can. */
    public Refusal unreadable() {
        List<Partition> other = leaves.stream()
                .filter(leaf -> leaf.hasIdentity() && !isReadable(leaf))
                .toList();
        if (other.isEmpty()) {
            return null;
        }
        Message why = Message.of(
                "partitions of source table {0} have a replica identity that says less or else than the root's, so their updated"
                        + " and deleted rows can't be read: {1}",
                root.name(), names(other));
        return root.key().isEmpty()
                ? refusal(
                        why,
                        notFull(),
                        Message.of(", give the root a primary key, or name each partition as a source of its own"))
                : refusal(why, other, Message.NONE);
    }

    private boolean isReadable(Partition leaf) {
        return root.key().isEmpty() ? root.identity() == 'f' && leaf.isFull() : leaf.identifies(root.key());
    }

    /** Why the source itself would refuse UPDATE and DELETE on leaves, although the root's identity allows them; null if not. */
    public Refusal refusedBySource() {
        List<Partition> without =
                leaves.stream().filter(leaf -> !leaf.hasIdentity()).toList();
        boolean isAllowed = !root.key().isEmpty() || root.identity() == 'f';
        if (without.isEmpty() || !isAllowed) {
            return null;
        }
        return refusal(
                Message.of(
                        "partitions of source table {0} have no replica identity, whatever the root has: once it is"
                                + " published, the source itself refuses UPDATE and DELETE on {1}",
                        root.name(), names(without)),
                root.key().isEmpty() ? notFull() : without,
                Message.NONE);
    }

    private List<Partition> notFull() {
        return leaves.stream().filter(leaf -> !leaf.isFull()).toList();
    }

    /** @param otherwise what helps, too, after a comma; nothing if nothing does */
    private Refusal refusal(Message why, List<Partition> needFull, Message otherwise) {
        if (!root.canBeFull()) {
            return Refusal.of(
                    "{0}: {1}; FULL is no help, since PostgreSQL can't publish virtual generated column {2}",
                    why, withoutFull(), String.join(", ", root.virtual()));
        }
        List<String> statements = new ArrayList<>();
        if (root.key().isEmpty() && root.identity() != 'f') {
            statements.add(full(root.name()));
        }
        needFull.forEach(leaf -> statements.add(full(leaf.name())));
        int more = statements.size() - MOST_NAMED;
        String some = statements.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        Message named = more > 0 ? Message.of("{0}; and so on for {1} more", some, more) : Message.verbatim(some);
        return Refusal.of("{0}: run {1} on the source{2}", why, named, otherwise)
                .withFix(String.join("; ", statements));
    }

    private Message withoutFull() {
        return root.key().isEmpty()
                ? Message.of("give the root a primary key")
                : Message.of("give each of them the replica identity of the root");
    }

    private static String full(TableName table) {
        return "ALTER TABLE ONLY " + table + " REPLICA IDENTITY FULL";
    }

    private static Message names(List<Partition> partitions) {
        int more = partitions.size() - MOST_NAMED;
        String some = partitions.stream()
                .limit(MOST_NAMED)
                .map(partition -> partition.name().toString())
                .collect(Collectors.joining(", "));
        return more > 0 ? Message.of("{0} and {1} more", some, more) : Message.verbatim(some);
    }
}
