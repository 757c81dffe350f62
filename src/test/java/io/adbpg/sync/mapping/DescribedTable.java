package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Comparison;
import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.Layout.Index;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A table {@code app.orders} to {@code ods."Orders"}, described step by step. */
public final class DescribedTable {
    private static final Kernel POSTGRESQL = new Kernel(160_011, false);
    private static final Kernel GREENPLUM = new Kernel(90_426, true);

    private final List<String> sourceColumns;
    private final int[] key;
    private final List<Column> columns = new ArrayList<>();
    private Distribution distribution = Distribution.NONE;
    private final List<Index> indexes = new ArrayList<>();
    private Set<String> partitionedBy = Set.of();
    private Kernel kernel = POSTGRESQL;
    private List<Item> items;
    private String where;
    private boolean insertsMissing = true;

    /** @param key the positions of the key columns; none for a table without key */
    public DescribedTable(List<String> sourceColumns, int... key) {
        this.sourceColumns = sourceColumns;
        this.key = key;
        this.items = sourceColumns.stream().map(Item::same).toList();
    }

    private static Comparison plain(String type) {
        return new Comparison(type, false, null);
    }

    /** A target column. */
    public DescribedTable column(String name, String type) {
        columns.add(new Column(name, type, type, type, type.endsWith("[]"), false, false, plain(type)));
        return this;
    }

    DescribedTable alwaysIdentity(String name) {
        columns.add(new Column(name, "bigint", "bigint", "bigint", false, false, true, plain("bigint")));
        return this;
    }

    DescribedTable generated(String name) {
        columns.add(new Column(name, "bigint", "bigint", "bigint", false, true, false, plain("bigint")));
        return this;
    }

    DescribedTable distributedBy(String... names) {
        return distributed(Distribution.by(List.of(names)));
    }

    DescribedTable distributed(Distribution how) {
        kernel = GREENPLUM;
        distribution = how;
        return this;
    }

    DescribedTable partitionedBy(String... names) {
        partitionedBy = Set.of(names);
        return this;
    }

    /** An index on the target. */
    public DescribedTable index(boolean unique, String... names) {
        indexes.add(new Index(List.of(names), unique));
        return this;
    }

    /** The select list. */
    public DescribedTable select(String list) {
        items = SelectList.parse(list).items();
        return this;
    }

    /** The condition. */
    public DescribedTable where(String condition) {
        where = condition;
        return this;
    }

    /** Without inserts: an updated row that the target lacks stays away. */
    public DescribedTable withoutInserts() {
        insertsMissing = false;
        return this;
    }

    /** The table as the stream brings its rows. */
    public Relation relation() {
        return new Relation(new TableName("app", "orders"), sourceColumns, key);
    }

    /** Its SQL. */
    public TableSql sql() {
        TargetTable table = new TargetTable(
                new TableName("ods", "Orders"),
                columns,
                new Layout(Layout.Storage.HEAP, distribution, indexes, partitionedBy),
                false);
        List<String> types = sourceColumns.stream()
                .map(column -> items.stream()
                        .filter(item -> column.equals(item.source()))
                        .map(item -> table.column(item.target()).type())
                        .findFirst()
                        .orElse("text"))
                .toList();
        return new TableSql(
                new MappedColumns(relation(), table, items),
                kernel,
                where == null ? null : SqlText.of(where),
                SourceReads.NONE,
                "staging",
                types,
                insertsMissing,
                false);
    }
}
