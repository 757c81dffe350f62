package io.adbpg.sync.apply;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.apply.SelectList.Item;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of SQL text that differ from table to table, for the statements that stand in the routes. Identifiers are
 * quoted; values are never in here.
 *
 * <p>Aliases are {@code t} for the target table, {@code s} for the staging table and {@code k} for bound keys.
 */
public final class TableSql {
    private static final String UNCHANGED = "adbpg_sync_unchanged";
    private static final String KEY = "adbpg_sync_key";
    private static final String KEPT = "adbpg_sync_kept";

    private final Relation relation;
    private final TargetTable table;
    private final Kernel kernel;
    private final List<Item> items;
    private final String where;
    private final String staging;
    private final List<String> stagingTypes;
    private final boolean insertsMissing;
    private final List<Column> keyColumns;
    private final List<Column> kept;

    /**
     * @param items what each mapped target column is made of
     * @param where which rows the target gets; null for all
     * @param staging the name of the staging table
     * @param stagingTypes the types of the staging table's columns, one per column of the relation
     * @param insertsMissing whether an updated row that the target lacks is inserted
     */
    TableSql(
            Relation relation,
            TargetTable table,
            Kernel kernel,
            List<Item> items,
            String where,
            String staging,
            List<String> stagingTypes,
            boolean insertsMissing) {
        this.relation = relation;
        this.table = table;
        this.kernel = kernel;
        this.items = items;
        this.where = where;
        this.staging = staging;
        this.stagingTypes = stagingTypes;
        this.insertsMissing = insertsMissing;
        this.keyColumns = relation.keyColumns().stream().map(this::keyColumn).toList();
        this.kept = table.columns().stream()
                .filter(column -> !column.generated())
                .filter(column -> items.stream().noneMatch(item -> item.target().equals(column.name())))
                .toList();
    }

    private Column keyColumn(String source) {
        return items.stream()
                .filter(item -> source.equals(item.source()))
                .map(item -> table.column(item.target()))
                .findFirst()
                .orElseThrow();
    }

    /** The target table. */
    public String target() {
        return table.name().toSql();
    }

    /** The staging table. */
    public String staging() {
        return staging;
    }

    /** Whether rows can be COPYed straight into the target: no expressions, no condition. */
    public boolean isDirect() {
        return where == null && items.stream().allMatch(item -> item.source() != null);
    }

    /** Whether updates can be done by an UPDATE of the columns that are no key, and the target lets it write them. */
    public boolean isUpdatableInPlace() {
        return isDirect()
                && !assigned().isEmpty()
                && assigned().stream()
                        .map(item -> table.column(item.target()))
                        .noneMatch(column ->
                                column.identityAlways() || table.distribution().contains(column.name()));
    }

    /** The items that an UPDATE sets: all but the key. */
    private List<Item> assigned() {
        return items.stream()
                .filter(item -> !keyColumns.contains(table.column(item.target())))
                .toList();
    }

    /** Whether rows are told apart by a key. */
    public boolean isKeyed() {
        return relation.hasKey();
    }

    /** Whether an updated row that the target lacks is inserted. */
    public boolean isInsertsMissing() {
        return insertsMissing;
    }

    /** Whether the target has columns of its own, which updates must keep. */
    public boolean keepsColumns() {
        return !kept.isEmpty();
    }

    /** The target columns of a direct COPY. */
    public String columns() {
        return columns(items.stream().map(Item::target).toList());
    }

    /** The positions in a row of the source columns that go into {@link #columns()}. */
    int[] positions() {
        return items.stream()
                .mapToInt(item -> relation.columns().indexOf(item.source()))
                .toArray();
    }

    /**
     * What finds the rows with the bound keys: {@code WHERE t."id" = ANY (…)}, or for several key columns
     * {@code USING unnest(…) AS k(…) WHERE …}. The keys are bound as {@code key1}, {@code key2} …, one array each.
     */
    public String keyMatch() {
        if (keyColumns.size() == 1 && !keyColumns.get(0).isFlattened()) {
            Column key = keyColumns.get(0);
            return "WHERE t." + quote(key.name()) + " = ANY (CAST(:?key1 AS " + key.type() + "[]))";
        }
        return "USING unnest(" + eachKey(i -> "CAST(:?key" + (i + 1) + " AS " + arrayType(i) + ")", ", ") + ") AS k("
                + eachKey(i -> "k" + (i + 1), ", ") + ") WHERE "
                + eachKey(i -> "t." + quote(keyColumns.get(i).name()) + " = " + boundKey(i), " AND ");
    }

    private String arrayType(int i) {
        return (keyColumns.get(i).isFlattened() ? "text" : keyColumns.get(i).type()) + "[]";
    }

    private String boundKey(int i) {
        String key = "k.k" + (i + 1);
        return keyColumns.get(i).isFlattened()
                ? "CAST(" + key + " AS " + keyColumns.get(i).type() + ")"
                : key;
    }

    /** The condition by which a staged row and the target's row are the same row. */
    public String sameKey() {
        return eachKey(i -> "t." + quote(keyColumns.get(i).name()) + " = s." + KEY + (i + 1), " AND ");
    }

    /** The condition on staged rows that take values from the target's row, until {@link #completion} is done. */
    public String partial() {
        return "s." + UNCHANGED + " IS NOT NULL";
    }

    /** Assignments that give staged rows the values that only the target's row has. */
    public String completion() {
        List<String> assignments = new ArrayList<>();
        for (Item item : items) {
            if (item.source() != null) {
                int position = position(item);
                String column = quote(item.source());
                assignments.add(column + " = CASE WHEN " + isUnchanged(position) + " THEN CAST(t."
                        + quote(item.target()) + " AS " + stagingTypes.get(position) + ") ELSE s." + column + " END");
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            assignments.add(KEPT + (i + 1) + " = t." + quote(kept.get(i).name()));
        }
        assignments.add(UNCHANGED + " = ''");
        return String.join(", ", assignments);
    }

    /** Assignments that give the target's row the values that the source sent; never to key columns. */
    public String assignments() {
        List<String> assignments = new ArrayList<>();
        for (Item item : assigned()) {
            String column = quote(item.target());
            assignments.add(column + " = CASE WHEN " + isUnchanged(position(item)) + " THEN t." + column + " ELSE "
                    + value(item) + " END");
        }
        return String.join(", ", assignments);
    }

    /** The target columns of an insert out of staging. */
    public String insertColumns() {
        return columns(items.stream().map(Item::target).toList()) + overriding();
    }

    /** What goes into {@link #insertColumns()}. */
    public String insertValues() {
        return items.stream().map(this::value).collect(Collectors.joining(", "));
    }

    /** What a staged row gives to a target column. */
    private String value(Item item) {
        if (item.source() == null) {
            return item.expression();
        }
        String type = table.column(item.target()).type();
        String column = "s." + quote(item.source());
        return stagingTypes
                        .get(position(item))
                        .equals(table.column(item.target()).declaredType())
                ? column
                : "CAST(" + column + " AS " + type + ")";
    }

    private int position(Item item) {
        return relation.columns().indexOf(item.source());
    }

    /** The target columns of an insert of staged rows that were {@link #completion completed}: its own ones too. */
    public String completedColumns() {
        List<String> names = new ArrayList<>(items.stream().map(Item::target).toList());
        kept.forEach(column -> names.add(column.name()));
        return columns(names) + overriding();
    }

    /** What goes into {@link #completedColumns()}. */
    public String completedValues() {
        return insertValues()
                + IntStream.rangeClosed(1, kept.size())
                        .mapToObj(i -> ", " + KEPT + i)
                        .collect(Collectors.joining());
    }

    /** The condition on staged rows that the target gets. */
    public String condition() {
        return where == null ? "true" : "(" + where + ")";
    }

    /** The condition on staged rows that were completed from the target's row. */
    public String completed() {
        return "s." + UNCHANGED + " = ''";
    }

    /** The condition on staged rows that are new to the target. */
    public String notCompleted() {
        return "s." + UNCHANGED + " IS DISTINCT FROM ''";
    }

    /** The condition on staged rows of which a value is still unknown. */
    public String incomplete() {
        return "s." + UNCHANGED + " LIKE '%1%'";
    }

    /** What tells one stored row of the target from another, whatever its values. */
    public String rowIdentity() {
        return kernel.greenplum() ? "gp_segment_id, tableoid, ctid" : "tableoid, ctid";
    }

    /** The target's rows: {@link #rowIdentity()}, and all mapped values as one text, {@code row_text}. */
    public String targetRows() {
        return "(SELECT " + rowIdentity() + ", "
                + rowText(items.stream().map(item -> "r." + quote(item.target()))) + " AS row_text FROM " + target()
                + " AS r)";
    }

    /** All values of a staged row as one text, to be compared with that of {@link #targetRows()}. */
    public String stagedText() {
        return rowText(items.stream()
                .map(item -> "CAST(" + value(item) + " AS "
                        + table.column(item.target()).declaredType() + ")"));
    }

    private static String rowText(Stream<String> values) {
        return "CAST(ROW(" + values.collect(Collectors.joining(", ")) + ") AS text)";
    }

    /** The columns of the staging table that COPY fills. */
    String stagedColumns() {
        return relation.columns().stream().map(column -> quote(column)).collect(Collectors.joining(", ")) + ", "
                + UNCHANGED + keyNames().stream().map(name -> ", " + name).collect(Collectors.joining());
    }

    /** The definition of the staging table, distributed like the target. */
    String stagingDefinition() {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < relation.columns().size(); i++) {
            columns.add(quote(relation.columns().get(i)) + " " + stagingTypes.get(i));
        }
        columns.add(UNCHANGED + " text");
        for (int i = 0; i < keyColumns.size(); i++) {
            columns.add(KEY + (i + 1) + " " + keyColumns.get(i).type());
        }
        for (int i = 0; i < kept.size(); i++) {
            columns.add(KEPT + (i + 1) + " " + kept.get(i).type());
        }
        return "(" + String.join(", ", columns) + ")" + distribution();
    }

    private String distribution() {
        if (!kernel.greenplum()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        for (String column : table.distribution()) {
            int i = keyColumns.indexOf(table.column(column));
            if (i < 0) {
                return " DISTRIBUTED RANDOMLY";
            }
            names.add(KEY + (i + 1));
        }
        return names.isEmpty() ? " DISTRIBUTED RANDOMLY" : " DISTRIBUTED BY (" + String.join(", ", names) + ")";
    }

    private List<String> keyNames() {
        return IntStream.rangeClosed(1, keyColumns.size())
                .mapToObj(i -> KEY + i)
                .toList();
    }

    private String eachKey(IntFunction<String> part, String separator) {
        return IntStream.range(0, keyColumns.size()).mapToObj(part).collect(Collectors.joining(separator));
    }

    private static String isUnchanged(int position) {
        return "substr(s." + UNCHANGED + ", " + (position + 1) + ", 1) = '1'";
    }

    private static String columns(List<String> names) {
        return "(" + names.stream().map(name -> quote(name)).collect(Collectors.joining(", ")) + ")";
    }

    private String overriding() {
        return table.columns().stream().anyMatch(Column::identityAlways) ? " OVERRIDING SYSTEM VALUE" : "";
    }
}
