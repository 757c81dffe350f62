package io.adbpg.sync.session;

import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.load.TablesOutOfStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Compares the stream's description of a table with the catalogue. The stream may describe the table as the job knows it, or,
 * until it has passed the last ALTER TABLE, as it was before. Changes in any other shape can't be read.
 */
final class StreamShapes implements KeyColumns {
    private final SourceTables tables;
    private final Set<TableName> streamed;
    private final Map<TableName, TableShape> previous;
    private final AlterationLooks looks;
    private final ToLongFunction<TableName> applied;
    private final TablesOutOfStep outOfStep;
    private final Map<TableName, List<String>> unknown = new HashMap<>();

    /**
     * @param tables the captured tables as the session found them
     * @param streamed those whose changes are applied
     * @param previous the previous shapes of those that were altered
     * @param applied gives the position up to which the target holds the changes of a table
     * @param outOfStep remembers tables that only another load can bring into line
     */
    StreamShapes(
            SourceTables tables,
            Set<TableName> streamed,
            Map<TableName, TableShape> previous,
            Database source,
            ToLongFunction<TableName> applied,
            TablesOutOfStep outOfStep) {
        this.tables = tables;
        this.streamed = streamed;
        this.previous = previous;
        this.looks = new AlterationLooks(streamed, names -> tables.altered(source, names), System::nanoTime);
        this.applied = applied;
        this.outOfStep = outOfStep;
    }

    @Override
    public void noteRead(long nanoTime) {
        looks.noteRead(nanoTime);
    }

    @Override
    public int[] of(TableName name, List<StreamColumn> columns) {
        SourceTable table = tables.table(name);
        if (table == null || !streamed.contains(name)) {
            return null;
        }
        // Names and types may be the same again after a column was dropped and added.
        if (looks.isAltered(name)) {
            throw new SessionOver("source table " + name + " was altered");
        }
        for (TableShape shape : shapes(table)) {
            if (matches(shape, columns)) {
                unknown.remove(name);
                return key(shape);
            }
        }
        unknown.put(name, names(columns));
        return null;
    }

    @Override
    public List<List<String>> known(TableName name) {
        SourceTable table = tables.table(name);
        return table == null
                ? List.of()
                : shapes(table).stream().map(TableShape::names).toList();
    }

    /** The shapes that a table has or had, the present one first. */
    private List<TableShape> shapes(SourceTable table) {
        TableShape before = previous.get(table.name());
        return before == null ? List.of(table.shape()) : List.of(table.shape(), before);
    }

    /**
     * Ends the session for a table whose rows the source has written anew, unless the target holds that already.
     *
     * @param lsn where the transaction ends that did it
     */
    void requireReloaded(TableName name, long lsn) {
        if (streamed.contains(name) && lsn > applied.applyAsLong(name)) {
            outOfStep.fallOutOfStep(name);
            throw new SessionOver("source table " + name + " was written anew by ALTER TABLE");
        }
    }

    /** The columns that the stream gave a table, if its changes can't be read; null if they can. */
    List<String> unknown(TableName name) {
        return unknown.get(name);
    }

    /**
     * Ends the session for a change that could not be read, unless the target holds the change already.
     *
     * @param name the table
     * @param columns the columns that the stream gave the table
     * @param lsn where the change's transaction ends
     */
    void requireApplied(TableName name, List<String> columns, long lsn) {
        if (lsn <= applied.applyAsLong(name)) {
            return;
        }
        TableShape shape = tables.table(name).shape();
        boolean lacksGenerated = !shape.names().equals(shape.namesOfPlain()) && columns.equals(shape.namesOfPlain());
        if (previous.get(name) == null && !lacksGenerated && !outOfStep.isFirstWith(name, columns)) {
            // Not what an ALTER TABLE leaves behind, which another load gets past.
            throw Hindrance.of(
                    "changes of source table {0} arrive with columns {1}, but its catalogue has {2}: load the table"
                            + " again with `reload {0}`",
                    name, String.join(", ", columns), String.join(", ", shape.names()));
        }
        outOfStep.fallOutOfStep(name);
        throw new SessionOver("source table " + name
                + (lacksGenerated
                        ? " has changes without its generated columns, since the publication left them out"
                        : " was altered more than once"));
    }

    private static boolean matches(TableShape shape, List<StreamColumn> columns) {
        if (!shape.names().equals(names(columns))) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            StreamColumn described = columns.get(i);
            TableShape.Column column = shape.columns().get(i);
            boolean isSame = described.typeOid() == column.typeOid() && described.modifier() == column.modifier();
            if (described.typeOid() != 0 && !isSame) {
                return false;
            }
        }
        return columns.stream().anyMatch(column -> column.typeOid() == 0) || isIdentified(shape, columns);
    }

    /** Whether old rows have the key: they have the columns of the replica identity of their time, which may be more. */
    private static boolean isIdentified(TableShape shape, List<StreamColumn> columns) {
        List<String> identity = columns.stream()
                .filter(StreamColumn::isIdentity)
                .map(StreamColumn::name)
                .toList();
        if (identity.size() == columns.size()) {
            return true;
        }
        return shape.key().isEmpty()
                ? shape.identity() != 'f' && identity.isEmpty()
                : identity.containsAll(shape.keyNames());
    }

    private static List<String> names(List<StreamColumn> columns) {
        return columns.stream().map(StreamColumn::name).toList();
    }

    private static int[] key(TableShape shape) {
        List<String> names = shape.names();
        return shape.keyNames().stream().mapToInt(names::indexOf).toArray();
    }
}
