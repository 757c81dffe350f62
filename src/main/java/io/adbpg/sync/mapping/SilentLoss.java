package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds where rows or values of the source would be missing on the target without any statement failing there. */
record SilentLoss(Entry entry, SourceTable from, TargetTable to, List<Item> items) {

    /** Returns the checks; each throws a {@link Refusal} if it finds something. */
    List<Runnable> checks() {
        List<Runnable> checks = new ArrayList<>();
        from.unpublished().forEach(column -> checks.add(() -> checkUnpublished(column)));
        from.types().keySet().stream()
                .filter(column -> !from.generated().contains(column))
                .forEach(column -> checks.add(() -> checkComputed(column)));
        items.forEach(item -> checks.add(() -> checkCoarser(item)));
        return checks;
    }

    private void checkUnpublished(String column) {
        if (isLeftToRest(column)
                && to.column(column) != null
                && !to.column(column).generated()) {
            throw Refusal.of(
                    "{0}: declare it GENERATED on target table {1} too, drop it there, or compute it in `columns`",
                    unpublished(column), to.name());
        }
    }

    /** Says what the table lacks if it is created by the entry; nothing if that is nothing. */
    Message notCreated() {
        String columns = from.unpublished().stream().filter(this::isLeftToRest).collect(Collectors.joining(", "));
        return columns.isEmpty()
                ? Message.NONE
                : Message.of(
                        "{0} is created without {1}, which {2} generates and PostgreSQL does not publish: to have it"
                                + " there, add it as a generated column, or compute it in `columns`",
                        to.name(), columns, from.name());
    }

    private Message unpublished(String column) {
        return Message.of(
                "column {0} of source table {1} is generated, and PostgreSQL publishes such a column only if it"
                        + " is STORED, from version 18 on",
                column, from.name());
    }

    /** Checks that rows which differ on the source in a column by which the job finds them differ on the target, too. */
    private void checkCoarser(Item item) {
        Column column = to.column(item.target());
        boolean isFoundBy = item.source() != null && from.key().contains(item.source()) && !entry.wantsEveryChange();
        if (isFoundBy
                && column != null
                && !FineComparison.isKept(from.comparisons().get(item.source()), column.comparison())) {
            throw coarser(item, column);
        }
    }

    private Refusal coarser(Item item, Column column) {
        String type = from.types().get(item.source());
        boolean byCollation = column.comparison().collation() != null;
        Message there = byCollation
                ? Message.of(
                        "{0} with collation {1}",
                        column.declaredType(), column.comparison().collation())
                : Message.verbatim(column.declaredType());
        String wanted = type + (byCollation ? " COLLATE \"C\"" : "");
        return Refusal.of(
                        "key column {0} of source table {1} is {2}, and target table {3} compares its values as {4}, for"
                                + " which values that the source tells apart may be equal, so that one row would silently take the"
                                + " place of another: declare it {5} there",
                        item.source(), from.name(), type, to.name(), there, wanted)
                .withFix("ALTER TABLE " + to.name() + " ALTER COLUMN " + TableName.quote(item.target()) + " TYPE "
                        + wanted);
    }

    /** Checks that the target does not compute a column for which the source has values. */
    private void checkComputed(String column) {
        Column there = to.column(column);
        if (isLeftToRest(column)
                && there != null
                && there.generated()
                && !from.key().contains(column)) {
            throw Refusal.of(
                    "column {0} of target table {1} is generated there, so the values that source table {2} has in"
                            + " it would be dropped: leave it out by `columns`, which then names the columns to copy, or make"
                            + " it a plain column there",
                    column, to.name(), from.name());
        }
    }

    /** Whether only {@code *} can stand for a column. */
    private boolean isLeftToRest(String column) {
        return entry.selectList().items().contains(SelectList.REST)
                && items.stream().noneMatch(item -> column.equals(item.target()) || column.equals(item.source()));
    }
}
