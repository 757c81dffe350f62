package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The mapped columns of a target table, and what each of them gets.
 *
 * @param items the items of the select list, one per mapped target column
 */
record MappedColumns(Relation relation, TargetTable table, List<Item> items) {
    /** Types without an equality operator. */
    private static final Set<String> NOT_COMPARABLE =
            Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

    /** Returns the target columns that get the source's key columns, in index order. */
    List<Column> key() {
        return relation.keyColumns().stream()
                .map(key -> items.stream()
                        .filter(item -> key.equals(item.source()))
                        .map(this::target)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Returns the target columns by which a row is found: the key and the constants. */
    List<String> keyNames() {
        return Stream.concat(
                        key().stream().map(Column::name), constants().stream().map(Item::target))
                .toList();
    }

    /** Returns the constants, which distinguish this source table's rows from those of others in the same target. */
    List<Item> constants() {
        return items.stream()
                .filter(item -> item.isConstant()
                        && target(item) != null
                        && !NOT_COMPARABLE.contains(target(item).type()))
                .toList();
    }

    /** Returns the target's own columns: nothing is mapped to them, and updates must keep their values. */
    List<Column> kept() {
        return table.columns().stream()
                .filter(column -> !column.generated())
                .filter(column -> items.stream().noneMatch(item -> item.target().equals(column.name())))
                .toList();
    }

    /** Returns the items that an UPDATE sets: all but those of the key. */
    List<Item> assigned() {
        List<Column> key = key();
        return items.stream().filter(item -> !key.contains(target(item))).toList();
    }

    /** Returns the target column of an item. */
    Column target(Item item) {
        return table.column(item.target());
    }

    /** Returns the position of an item's source column in a row; -1 if the item is an expression. */
    int position(Item item) {
        return relation.columns().indexOf(item.source());
    }

    /** Returns the names of the staging table's own columns. */
    HelperNames helperNames() {
        return HelperNames.besides(relation.columns());
    }

    /** Returns the columns that a COPY straight into the target fills. */
    CopiedColumns copied() {
        return new CopiedColumns(
                relation.table(),
                names(),
                items.stream().map(item -> target(item).declaredType()).toList(),
                key().stream().map(Column::name).toList());
    }

    /** Returns the names of the mapped target columns. */
    List<String> names() {
        return items.stream().map(Item::target).toList();
    }

    /** Whether every mapped target column gets a plain source column. */
    boolean isPlain() {
        return items.stream().allMatch(item -> item.source() != null);
    }
}
