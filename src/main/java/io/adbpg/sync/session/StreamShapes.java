package io.adbpg.sync.session;

import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Holds what the stream says of a table against the catalogue. A table may come as the job knows it, or, until the stream
 * has passed its last ALTER TABLE, as it was before; else no change of it is let through.
 */
final class StreamShapes implements KeyColumns {
    private final SourceTables tables;
    private final Set<TableName> streamed;
    private final Map<TableName, TableShape> previous;
    private final Database source;
    private final ToLongFunction<TableName> applied;
    private final Consumer<TableName> outOfStep;
    private final Map<TableName, List<String>> unknown = new HashMap<>();

    /**
     * @param tables the captured tables as the session found them
     * @param streamed those whose changes are wanted
     * @param previous those that were altered, as they were before
     * @param applied the position up to which the target holds the changes of a table
     * @param outOfStep told of a table that only another load can bring into line
     */
    StreamShapes(
            SourceTables tables,
            Set<TableName> streamed,
            Map<TableName, TableShape> previous,
            Database source,
            ToLongFunction<TableName> applied,
            Consumer<TableName> outOfStep) {
        this.tables = tables;
        this.streamed = streamed;
        this.previous = previous;
        this.source = source;
        this.applied = applied;
        this.outOfStep = outOfStep;
    }

    @Override
    public int[] of(TableName name, List<StreamColumn> columns) {
        SourceTable table = tables.table(name);
        if (table == null || !streamed.contains(name)) {
            return null;
        }
        List<TableShape> known = new ArrayList<>(List.of(table.shape()));
        if (previous.get(name) != null) {
            known.add(previous.get(name));
        }
        // Names and types may be the same again after a column was dropped and added.
        if (!tables.changed(source, table).isNone()) {
            throw new SessionOver("source table " + name + " was altered");
        }
        for (TableShape shape : known) {
            if (matches(shape, columns)) {
                unknown.remove(name);
                return key(shape);
            }
        }
        unknown.put(name, names(columns));
        return null;
    }

    /** The columns with which changes of a table come that nobody knows how to read; null if they can be read. */
    List<String> unknown(TableName name) {
        return unknown.get(name);
    }

    /**
     * Ends the session since a change was left out, unless the target holds it.
     *
     * @param name its table
     * @param columns the columns with which it came
     * @param lsn where its transaction ends
     */
    void requireApplied(TableName name, List<String> columns, long lsn) {
        if (lsn <= applied.applyAsLong(name)) {
            return;
        }
        if (previous.get(name) == null) {
            throw new IllegalStateException("changes of source table " + name + " come with columns "
                    + String.join(", ", columns) + ", but its catalogue has "
                    + String.join(", ", tables.table(name).shape().names())
                    + ": load the table again with `reload " + name + "`");
        }
        outOfStep.accept(name);
        throw new SessionOver("source table " + name + " was altered more than once");
    }

    private static boolean matches(TableShape shape, List<StreamColumn> columns) {
        if (!shape.names().equals(names(columns))) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            StreamColumn told = columns.get(i);
            TableShape.Column column = shape.columns().get(i);
            boolean isSame = told.typeOid() == column.typeOid()
                    && told.modifier() == column.modifier()
                    && told.isIdentity() == shape.isIdentity(column);
            if (told.typeOid() != 0 && !isSame) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(List<StreamColumn> columns) {
        return columns.stream().map(StreamColumn::name).toList();
    }

    private static int[] key(TableShape shape) {
        List<String> names = shape.names();
        return shape.keyNames().stream().mapToInt(names::indexOf).toArray();
    }
}
