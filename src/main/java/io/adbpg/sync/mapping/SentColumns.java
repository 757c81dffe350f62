package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Checks that rows come with the columns that an entry reads, whatever the source leaves out of them. */
record SentColumns(Entry entry, SourceTable from, TargetTable to, List<Item> items) {

    /**
     * Checks that the rows have the columns that the entry reads, and the target those that the rows have: a
     * hand-written route may add and remove columns.
     */
    void checkRows(Relation rows) {
        for (Item item : items) {
            if (item.source() != null && !rows.columns().contains(item.source())) {
                throw Refusal.of(
                        "rows of {0} come without column {1}, which `columns` of their entry takes: leave it out there,"
                                + " or let their route keep it",
                        from.name(), item.source());
            }
            if (to.column(item.target()) == null) {
                throw Refusal.of(
                        "rows of {0} come with column {1}, but target table {2} has no column {3}: add it there, or"
                                + " leave it out by `columns` of their entry",
                        from.name(), item.source(), to.name(), item.target());
            }
        }
    }

    /** Checks that condition and expressions can be evaluated for updates that come without unchanged TOAST values. */
    void checkUnchanged(SourceReads reads) {
        if (!from.omitsUnchangedToast() || !entry.parsedOperations().contains(Operation.UPDATE)) {
            return;
        }
        Set<String> ofCondition = toasted(reads.condition());
        if (!entry.wantsEveryChange()) {
            ofCondition.removeAll(reads.copied());
        }
        if (!ofCondition.isEmpty()) {
            throw entry.refusal(
                            "where",
                            Message.of(
                                    "it reads {0}: {1}{2}",
                                    hidden(ofCondition), from.howToBeFull(), orCopy(ofCondition)))
                    .withFix(from.fullIdentity());
        }
        for (Item item : items) {
            Set<String> read = reads.expressions().getOrDefault(item.target(), Set.of());
            Set<String> lost = toasted(read);
            lost.removeAll(reads.copied());
            if (!lost.isEmpty() && (read.size() > 1 || entry.wantsEveryChange())) {
                throw entry.refusal(
                                "columns",
                                Message.of(
                                        "'{0}' reads {1}: {2}{3}",
                                        item.expression(), hidden(lost), from.howToBeFull(), orCopy(lost)))
                        .withFix(from.fullIdentity());
            }
            if (entry.wantsEveryChange() && from.toasted().contains(item.source())) {
                throw entry.refusal(
                                "columns",
                                Message.of("it takes {0}: {1}", hidden(Set.of(item.source())), from.howToBeFull()))
                        .withFix(from.fullIdentity());
            }
        }
    }

    /**
     * Checks, if every change is wanted, that the condition can be evaluated for deleted rows: they have only the
     * columns of the replica identity.
     */
    void checkDeleted(SourceReads reads) {
        Set<String> read = new TreeSet<>(reads.condition());
        read.removeAll(from.key());
        read.removeAll(Stamp.COLUMNS.keySet());
        if (entry.wantsEveryChange()
                && from.omitsUnchangedToast()
                && entry.parsedOperations().contains(Operation.DELETE)
                && !read.isEmpty()) {
            throw entry.refusal(
                            "where",
                            Message.of(
                                    "it reads {0}, which a deleted row does not contain: {1}",
                                    String.join(", ", read), from.howToBeFull()))
                    .withFix(from.fullIdentity());
        }
    }

    /**
     * Returns the columns whose unchanged TOAST values nobody has when a row starts to match the condition; empty if
     * there are none.
     */
    Set<String> lostWhenMatching(SourceReads reads) {
        Set<String> lost = new TreeSet<>();
        Set<Operation> wanted = entry.parsedOperations();
        if (entry.condition() != null
                && from.omitsUnchangedToast()
                && wanted.contains(Operation.UPDATE)
                && wanted.contains(Operation.INSERT)) {
            lost.addAll(reads.all());
            items.stream().map(Item::source).filter(Objects::nonNull).forEach(lost::add);
        }
        lost.retainAll(from.toasted());
        return lost;
    }

    private Set<String> toasted(Collection<String> columns) {
        Set<String> toasted = new TreeSet<>(columns);
        toasted.retainAll(from.toasted());
        return toasted;
    }

    private static Message hidden(Collection<String> columns) {
        return Message.of(
                "{0}, which PostgreSQL does not send when an update leaves a large value unchanged",
                String.join(", ", columns));
    }

    private Message orCopy(Collection<String> columns) {
        return entry.wantsEveryChange()
                ? Message.NONE
                : Message.of(", or copy {0} as it is, too", String.join(", ", columns));
    }
}
