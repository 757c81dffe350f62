package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
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
            throw new Refusal(unpublished(column) + ": declare it GENERATED on target table " + to.name()
                    + " too, drop it there, or compute it in `columns`");
        }
    }

    /** Says what the table lacks if it is created by the entry; blank if that is nothing. */
    String notCreated() {
        String columns = from.unpublished().stream().filter(this::isLeftToRest).collect(Collectors.joining(", "));
        return columns.isEmpty()
                ? ""
                : to.name() + " is created without " + columns + ", which " + from.name()
                        + " generates and PostgreSQL does not publish: to have it there, add it as a generated column, or"
                        + " compute it in `columns`";
    }

    private String unpublished(String column) {
        return "column " + column + " of source table " + from.name()
                + " is generated, and PostgreSQL publishes such a column only if it is STORED, from version 18 on";
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
        String there = column.declaredType()
                + (byCollation ? " with collation " + column.comparison().collation() : "");
        String wanted = type + (byCollation ? " COLLATE \"C\"" : "");
        return new Refusal("key column " + item.source() + " of source table " + from.name() + " is " + type
                        + ", and target table " + to.name() + " compares its values as " + there
                        + ", for which values that the source tells apart may be equal, so that one row would silently"
                        + " take the place of another: declare it " + wanted + " there")
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
            throw new Refusal("column " + column + " of target table " + to.name() + " is generated there, so the"
                    + " values that source table " + from.name() + " has in it would be dropped: leave it out by"
                    + " `columns`, which then names the columns to copy, or make it a plain column there");
        }
    }

    /** Whether only {@code *} can stand for a column. */
    private boolean isLeftToRest(String column) {
        return entry.selectList().items().contains(SelectList.REST)
                && items.stream().noneMatch(item -> column.equals(item.target()) || column.equals(item.source()));
    }
}
