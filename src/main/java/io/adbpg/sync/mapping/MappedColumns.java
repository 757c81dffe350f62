package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which column of the target gets what.
 *
 * @param items what each mapped target column is made of
 */
record MappedColumns(Relation relation, TargetTable table, List<Item> items) {
    /** Types that have no equality. */
    private static final Set<String> NOT_COMPARABLE =
            Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

    /** The target columns that get the source's key, in its order. */
    List<Column> key() {
        return relation.keyColumns().stream()
                .map(key -> items.stream()
                        .filter(item -> key.equals(item.source()))
                        .map(this::target)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** The target columns by which a row is found: the key, and the constants. */
    List<String> keyNames() {
        return Stream.concat(
                        key().stream().map(Column::name), constants().stream().map(Item::target))
                .toList();
    }

    /** The constants, which tell the rows of this source table from those of others in the same target. */
    List<Item> constants() {
        return items.stream()
                .filter(item -> item.isConstant()
                        && target(item) != null
                        && !NOT_COMPARABLE.contains(target(item).type()))
                .toList();
    }

    /** The target columns that nothing is mapped to, and which updates must keep. */
    List<Column> kept() {
        return table.columns().stream()
                .filter(column -> !column.generated())
                .filter(column -> items.stream().noneMatch(item -> item.target().equals(column.name())))
                .toList();
    }

    /** The items that an UPDATE sets: all but the key. */
    List<Item> assigned() {
        List<Column> key = key();
        return items.stream().filter(item -> !key.contains(target(item))).toList();
    }

    /** The target column of an item. */
    Column target(Item item) {
        return table.column(item.target());
    }

    /** Where the source column of an item stands in a row. */
    int position(Item item) {
        return relation.columns().indexOf(item.source());
    }

    /** What a COPY straight into the target fills. */
    CopiedColumns copied() {
        return new CopiedColumns(
                relation.table(),
                names(),
                items.stream().map(item -> target(item).declaredType()).toList(),
                key().stream().map(Column::name).toList());
    }

    /** The names of the mapped target columns. */
    List<String> names() {
        return items.stream().map(Item::target).toList();
    }

    /** Whether every target column gets a column of the source as it is. */
    boolean isPlain() {
        return items.stream().allMatch(item -> item.source() != null);
    }
}
