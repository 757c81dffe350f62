package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The parts of the routes' SQL statements that differ from table to table. Identifiers are quoted; values are never
 * part of the text.
 *
 * <p>The aliases are {@code t} for the target table, {@code s} for the staging table and {@code k} for bound keys.
 */
public final class TableSql {
    private final MappedColumns columns;
    private final boolean isDirect;
    private final boolean insertsMissing;
    private final boolean duplicateUnseen;
    private final boolean replaces;
    private final String staging;
    private final String target;
    private final String only;
    private final String names;
    private final int[] positions;
    private final String keyMatch;
    private final RowMatch match;
    private final StagingSql staged;

    /**
     * @param condition which rows the target gets; null for all
     * @param reads the columns that condition and expressions read
     * @param staging the name of the staging table
     * @param stagingTypes the types of the staging table's columns, one per column of the relation
     * @param insertsMissing whether an updated row that is missing on the target is inserted
     * @param isHistory whether rows are only added
     */
    TableSql(
            MappedColumns columns,
            Kernel kernel,
            SqlText condition,
            SourceReads reads,
            String staging,
            List<String> stagingTypes,
            boolean insertsMissing,
            boolean isHistory) {
        this.columns = columns;
        this.isDirect = condition == null && columns.isPlain();
        this.insertsMissing = insertsMissing;
        this.duplicateUnseen =
                !isHistory && isKeyed() && !columns.table().layout().isUnique(columns.keyNames());
        this.replaces = !isHistory && isKeyed();
        this.staging = staging;
        TableName name = columns.table().name();
        this.target = TableName.quoteBesideValues(name.schema()) + "." + TableName.quoteBesideValues(name.table());
        this.only = columns.table().only();
        this.names = columns.names().stream().map(column -> quote(column)).collect(Collectors.joining(", ", "(", ")"));
        this.positions = !isDirect
                ? new int[0]
                : columns.items().stream().mapToInt(columns::position).toArray();
        this.match = new RowMatch(columns, kernel);
        this.keyMatch = match.keyMatch();
        this.staged = new StagingSql(columns, condition, reads, stagingTypes);
    }

    private TableSql(TableSql of, String target) {
        this.columns = of.columns;
        this.isDirect = of.isDirect;
        this.insertsMissing = of.insertsMissing;
        this.duplicateUnseen = of.duplicateUnseen;
        this.replaces = of.replaces;
        this.staging = of.staging;
        this.target = target;
        this.only = of.only;
        this.names = of.names;
        this.positions = of.positions;
        this.match = of.match;
        this.keyMatch = of.keyMatch;
        this.staged = of.staged;
    }

    /**
     * Returns the same for a TRUNCATE that empties more tables: {@link #onlyTarget()} names them all.
     *
     * @param more further tables as SQL
     */
    TableSql with(List<String> more) {
        return new TableSql(this, target + ", " + String.join(", ", more));
    }

    /**
     * Returns the target table, schema-qualified and quoted, for a statement that adds rows; all of them for a TRUNCATE of
     * several.
     */
    public String target() {
        return target;
    }

    /**
     * Returns the target table for a statement that reads or changes rows which are there: with {@code ONLY} if other
     * tables inherit from it.
     */
    public String onlyTarget() {
        return only + target;
    }

    /** Returns the name of the staging table. */
    public String staging() {
        return staging;
    }

    /** Whether rows can be COPYed straight into the target: there are no expressions and no condition. */
    public boolean isDirect() {
        return isDirect;
    }

    /** Whether updates can be done by an UPDATE of the non-key columns: the target lets it change them all. */
    public boolean isUpdatableInPlace() {
        List<Item> assigned = columns.assigned();
        return isDirect
                && !assigned.isEmpty()
                && assigned.stream()
                        .map(columns::target)
                        .noneMatch(column -> column.identityAlways()
                                || columns.table().layout().isFixed(column.name()));
    }

    /** Whether the target has an index that finds rows by their key. */
    public boolean isIndexed() {
        return isKeyed() && columns.table().layout().isIndexed(columns.keyNames());
    }

    /** Whether the table has a key. */
    public boolean isKeyed() {
        return columns.relation().hasKey();
    }

    /** Returns the number of key columns. */
    public int keyLength() {
        return columns.relation().keyLength();
    }

    /** Whether an updated row that is missing on the target is inserted. */
    public boolean isInsertsMissing() {
        return insertsMissing;
    }

    /** Whether the target would silently accept a second row with the same key. */
    public boolean isDuplicateUnseen() {
        return duplicateUnseen;
    }

    /**
     * Whether an inserted row may take the place of one that the target has already: they have the same key. Without a key
     * two rows of the source may be equal, and in a history each change is a row.
     */
    public boolean isReplacing() {
        return replaces;
    }

    /** Whether the target may have rows of other sources too, which a constant distinguishes from those of this one. */
    public boolean isShared() {
        return !columns.constants().isEmpty();
    }

    /** Whether the target has columns of its own, whose values updates must keep. */
    public boolean keepsColumns() {
        return !columns.kept().isEmpty();
    }

    /** Returns the target columns of a direct COPY, in parentheses. */
    public String columns() {
        return names;
    }

    /** Returns the columns that a COPY straight into the target fills. */
    public CopiedColumns copied() {
        return columns.copied();
    }

    /** Returns the columns that a COPY into the staging table fills. */
    public CopiedColumns copiedToStaging() {
        return new CopiedColumns(
                columns.relation().table(),
                columns.relation().columns(),
                staged.types(),
                columns.relation().keyColumns());
    }

    /** Returns the items of the select list, one per mapped target column. */
    public List<Item> items() {
        return columns.items();
    }

    /** Returns the expression over a staged row that gives a target column its value. */
    public String insertValue(Item item) {
        return staged.value(item);
    }

    /** Returns the type of an item's target column, with length or scale. */
    public String declaredType(Item item) {
        return columns.target(item).declaredType();
    }

    /** Returns the target table's name, unquoted and without its schema. */
    public String targetName() {
        return columns.table().name().table();
    }

    /**
     * Returns the positions in a row of the source columns for {@link #columns()}; empty unless {@link #isDirect()}.
     */
    public int[] positions() {
        return positions;
    }

    /**
     * Returns the clause that finds the rows with the bound keys: {@code WHERE t."id" = ANY (…)}, or for several key
     * columns {@code USING unnest(…) AS k(…) WHERE …}. The keys are bound as {@code key1}, {@code key2} …, one array
     * per key column.
     */
    public String keyMatch() {
        return keyMatch;
    }

    /** Returns {@link #keyMatch()} for an UPDATE, with {@code FROM} in place of {@code USING}. */
    public String keyMatchFrom() {
        return keyMatch().replaceFirst("^USING ", "FROM ");
    }

    /** Returns the condition that a staged row and a target row have the same key. */
    public String sameKey() {
        return match.sameKey();
    }

    /** Returns the condition that a target row {@code t} comes from this source table: its constants. */
    public String ownRows() {
        return match.ownRows("t");
    }

    /** Returns the condition for staged rows that take values from the target's row. */
    public String partial() {
        return staged.partial();
    }

    /** Returns the assignments that complete staged rows with the values of the target's row. */
    public String completion() {
        return staged.completion();
    }

    /** Returns the assignments that give the target's row the values that the source sent; never to key columns. */
    public String assignments() {
        return staged.assignments();
    }

    /** Returns the target columns of an INSERT from staging, in parentheses. */
    public String insertColumns() {
        return staged.insertColumns();
    }

    /** Returns the values for {@link #insertColumns()}. */
    public String insertValues() {
        return staged.insertValues();
    }

    /**
     * Returns the target columns of an INSERT of {@link #completion completed} rows, including the target's own
     * columns.
     */
    public String completedColumns() {
        return staged.completedColumns();
    }

    /** Returns the values for {@link #completedColumns()}. */
    public String completedValues() {
        return staged.completedValues();
    }

    /** Returns the {@code where} of the entry, for staged rows; {@code true} without one. */
    public String condition() {
        return staged.condition();
    }

    /** Returns the condition for staged rows that were completed from the target's row. */
    public String completed() {
        return staged.completed();
    }

    /** Returns the condition for staged rows that were not completed from a row of the target. */
    public String notCompleted() {
        return staged.notCompleted();
    }

    /** Returns the condition for staged rows that need a value which neither the source sent nor the target has. */
    public String lost() {
        return staged.lost(insertsMissing);
    }

    /** Returns the system columns that identify a stored row of the target, whatever its values. */
    public String rowIdentity() {
        return match.rowIdentity();
    }

    /**
     * Returns a subquery of the target's rows with {@link #rowIdentity()} and all mapped values as one text,
     * {@code row_text}.
     */
    public String targetRows() {
        return match.targetRows();
    }

    /**
     * Returns an expression for all values of a staged row as one text, comparable with {@code row_text} of
     * {@link #targetRows()}.
     */
    public String stagedText() {
        return staged.stagedText(match);
    }

    /** Returns the columns of the staging table that COPY fills. */
    public String stagedColumns() {
        return staged.stagedColumns();
    }

    /** Returns the column definitions and the distribution of the staging table. */
    public String stagingDefinition() {
        return staged.definition();
    }
}
