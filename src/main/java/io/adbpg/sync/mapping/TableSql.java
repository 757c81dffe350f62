package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The parts of SQL text that differ from table to table, for the statements that stand in the routes. Identifiers are
 * quoted; values are never in here.
 *
 * <p>Aliases are {@code t} for the target table, {@code s} for the staging table and {@code k} for bound keys.
 */
public final class TableSql {
    private final MappedColumns columns;
    private final boolean isDirect;
    private final boolean insertsMissing;
    private final boolean duplicateUnseen;
    private final String staging;
    private final String target;
    private final String names;
    private final int[] positions;
    private final String keyMatch;
    private final RowMatch match;
    private final StagingSql staged;

    /**
     * @param condition which rows the target gets; null for all
     * @param reads what condition and expressions are made of
     * @param staging the name of the staging table
     * @param stagingTypes the types of the staging table's columns, one per column of the relation
     * @param insertsMissing whether an updated row that the target lacks is inserted
     * @param isHistory whether rows are only ever added
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
        this.staging = staging;
        TableName name = columns.table().name();
        this.target = TableName.quoteBesideValues(name.schema()) + "." + TableName.quoteBesideValues(name.table());
        this.names = columns.names().stream().map(column -> quote(column)).collect(Collectors.joining(", ", "(", ")"));
        this.positions = !isDirect
                ? new int[0]
                : columns.items().stream().mapToInt(columns::position).toArray();
        this.match = new RowMatch(columns, kernel);
        this.keyMatch = match.keyMatch();
        this.staged = new StagingSql(columns, condition, reads, stagingTypes);
    }

    /** The target table. */
    public String target() {
        return target;
    }

    /** The staging table. */
    public String staging() {
        return staging;
    }

    /** Whether rows can be COPYed straight into the target: no expressions, no condition. */
    public boolean isDirect() {
        return isDirect;
    }

    /** Whether updates can be done by an UPDATE of the columns that are no key, and the target lets it write them. */
    public boolean isUpdatableInPlace() {
        List<Item> assigned = columns.assigned();
        return isDirect
                && !assigned.isEmpty()
                && assigned.stream()
                        .map(columns::target)
                        .noneMatch(column -> column.identityAlways()
                                || columns.table().layout().isFixed(column.name()));
    }

    /** Whether the target has an index that leads to rows by their key. */
    public boolean isIndexed() {
        return isKeyed() && columns.table().layout().isIndexed(columns.keyNames());
    }

    /** Whether rows are told apart by a key. */
    public boolean isKeyed() {
        return columns.relation().hasKey();
    }

    /** How many columns the key has. */
    public int keyLength() {
        return columns.relation().keyLength();
    }

    /** Whether an updated row that the target lacks is inserted. */
    public boolean isInsertsMissing() {
        return insertsMissing;
    }

    /** Whether the target would take a second row with the same key without a word. */
    public boolean isDuplicateUnseen() {
        return duplicateUnseen;
    }

    /** Whether the target holds rows of other sources too, which a constant tells from those of this one. */
    public boolean isShared() {
        return !columns.constants().isEmpty();
    }

    /** Whether the target has columns of its own, which updates must keep. */
    public boolean keepsColumns() {
        return !columns.kept().isEmpty();
    }

    /** The target columns of a direct COPY. */
    public String columns() {
        return names;
    }

    /** What a COPY straight into the target fills. */
    public CopiedColumns copied() {
        return columns.copied();
    }

    /** What a COPY into the staging table fills. */
    public CopiedColumns copiedToStaging() {
        return new CopiedColumns(
                columns.relation().table(),
                columns.relation().columns(),
                staged.types(),
                columns.relation().keyColumns());
    }

    /** What the mapped columns are made of. */
    public List<Item> items() {
        return columns.items();
    }

    /** What a staged row gives to a target column. */
    public String insertValue(Item item) {
        return staged.value(item);
    }

    /** The type of a target column. */
    public String declaredType(Item item) {
        return columns.target(item).declaredType();
    }

    /** The target table's name as the server knows it, without its schema. */
    public String targetName() {
        return columns.table().name().table();
    }

    /** The positions in a row of the source columns that go into {@link #columns()}; none if not {@link #isDirect()}. */
    public int[] positions() {
        return positions;
    }

    /**
     * What finds the rows with the bound keys: {@code WHERE t."id" = ANY (…)}, or for several key columns
     * {@code USING unnest(…) AS k(…) WHERE …}. The keys are bound as {@code key1}, {@code key2} …, one array each.
     */
    public String keyMatch() {
        return keyMatch;
    }

    /** The same for an UPDATE: {@code FROM} in place of {@code USING}. */
    public String keyMatchFrom() {
        return keyMatch().replaceFirst("^USING ", "FROM ");
    }

    /** The condition by which a staged row and the target's row are the same row. */
    public String sameKey() {
        return match.sameKey();
    }

    /** The condition on rows {@code t} of the target that come from this source table: its constants. */
    public String ownRows() {
        return match.ownRows("t");
    }

    /** The condition on staged rows that take values from the target's row, until {@link #completion} is done. */
    public String partial() {
        return staged.partial();
    }

    /** Assignments that give staged rows the values that only the target's row has. */
    public String completion() {
        return staged.completion();
    }

    /** Assignments that give the target's row the values that the source sent; never to key columns. */
    public String assignments() {
        return staged.assignments();
    }

    /** The target columns of an insert out of staging. */
    public String insertColumns() {
        return staged.insertColumns();
    }

    /** What goes into {@link #insertColumns()}. */
    public String insertValues() {
        return staged.insertValues();
    }

    /** The target columns of an insert of staged rows that were {@link #completion completed}: its own ones too. */
    public String completedColumns() {
        return staged.completedColumns();
    }

    /** What goes into {@link #completedColumns()}. */
    public String completedValues() {
        return staged.completedValues();
    }

    /** The condition on staged rows that the target gets. */
    public String condition() {
        return staged.condition();
    }

    /** The condition on staged rows that were completed from the target's row. */
    public String completed() {
        return staged.completed();
    }

    /** The condition on staged rows that are new to the target. */
    public String notCompleted() {
        return staged.notCompleted();
    }

    /** The condition on staged rows that need a value which neither the source sent nor the target holds. */
    public String lost() {
        return staged.lost(insertsMissing);
    }

    /** What tells one stored row of the target from another, whatever its values. */
    public String rowIdentity() {
        return match.rowIdentity();
    }

    /** The target's rows: {@link #rowIdentity()}, and all mapped values as one text, {@code row_text}. */
    public String targetRows() {
        return match.targetRows();
    }

    /** All values of a staged row as one text, to be compared with that of {@link #targetRows()}. */
    public String stagedText() {
        return staged.stagedText();
    }

    /** The columns of the staging table that COPY fills. */
    public String stagedColumns() {
        return staged.stagedColumns();
    }

    /** The definition of the staging table, distributed like the target. */
    public String stagingDefinition() {
        return staged.definition();
    }
}
