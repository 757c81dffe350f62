package io.adbpg.sync.session;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.catalog.TableShape.Column;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Reshape;
import io.adbpg.sync.fold.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Reshapes changes from before an ALTER TABLE so that they arrive as if made after it, since the target has been made to fit
 * the new shape. They keep the values of dropped columns that the target still has. A transaction with changes that could not
 * be read ends the session.
 */
final class ShapedChanges extends ForwardingHandler {
    private final StreamShapes shapes;
    private final SourceTables tables;
    private final Map<TableName, TableShape> previous;
    private final Map<TableName, List<String>> unread = new TreeMap<>();
    private final Set<TableName> rewritten = new TreeSet<>();
    private final IdentityHashMap<Relation, Reshaping> reshapings = new IdentityHashMap<>();
    private final Map<TableName, Relation> relations = new HashMap<>();
    private final Map<TableName, Relation> formerRelations = new HashMap<>();
    private final BiPredicate<TableName, String> takes;

    private Relation last;
    private Reshaping lastReshaping;

    /** How rows of one relation are reshaped; they stay as they are if {@code reshape} is null. */
    private record Reshaping(Relation relation, Reshape reshape) {
        Row row(Row row) {
            return reshape == null || row == null ? row : reshape.apply(row);
        }
    }

    /**
     * @param previous the previous shapes of the tables that were altered
     * @param takes whether the target takes values of a column that the source table no longer has
     */
    ShapedChanges(
            TransactionHandler next,
            StreamShapes shapes,
            SourceTables tables,
            Map<TableName, TableShape> previous,
            BiPredicate<TableName, String> takes) {
        super(next);
        this.shapes = shapes;
        this.tables = tables;
        this.previous = previous;
        this.takes = takes;
    }

    @Override
    public void change(Operation operation, Relation relation, Row old, Row row) throws Exception {
        Reshaping reshaping = reshaping(relation);
        next.change(operation, reshaping.relation, reshaping.row(old), reshaping.row(row));
    }

    @Override
    public void skip(TableName table) {
        if (shapes.unknown(table) != null) {
            unread.put(table, shapes.unknown(table));
        }
    }

    @Override
    public void rewritten(TableName table) {
        rewritten.add(table);
    }

    @Override
    public void commit(long lsn, Instant time) throws Exception {
        if (!rewritten.isEmpty()) {
            rewritten.forEach(table -> shapes.requireReloaded(table, lsn));
            rewritten.clear();
        }
        if (!unread.isEmpty()) {
            unread.forEach((table, columns) -> shapes.requireApplied(table, columns, lsn));
            unread.clear();
        }
        next.commit(lsn, time);
    }

    private Reshaping reshaping(Relation relation) {
        if (relation != last) {
            last = relation;
            lastReshaping = reshapings.computeIfAbsent(relation, this::decide);
        }
        return lastReshaping;
    }

    private Reshaping decide(Relation relation) {
        SourceTable table = tables.table(relation.table());
        TableShape before = previous.get(relation.table());
        if (table == null || before == null) {
            return new Reshaping(relation, null);
        }
        TableShape now = table.shape();
        // The same relation before and after, so that rows of both can be folded.
        Relation current = relations.computeIfAbsent(
                relation.table(),
                name -> new Relation(
                        name,
                        now.names(),
                        now.keyNames().stream().mapToInt(now.names()::indexOf).toArray()));
        if (relation.columns().equals(now.names())) {
            return new Reshaping(current, null);
        }
        List<Column> dropped = dropped(relation.table(), before, now);
        Relation former = dropped.isEmpty()
                ? current
                : formerRelations.computeIfAbsent(
                        relation.table(),
                        name -> current.with(dropped.stream().map(Column::name).toList()));
        return new Reshaping(former, reshape(before, now, dropped));
    }

    /** The columns that are gone from the source, but not from the target: it gets the values that they had. */
    private List<Column> dropped(TableName table, TableShape before, TableShape now) {
        return before.columns().stream()
                .filter(column -> now.column(column.number()) == null && now.column(column.name()) == null)
                .filter(column -> takes.test(table, column.name()))
                .toList();
    }

    private static Reshape reshape(TableShape before, TableShape now, List<Column> dropped) {
        List<Integer> positions = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : now.columns()) {
            Column old = before.column(column.number());
            positions.add(old == null ? Reshape.ADDED : before.columns().indexOf(old));
            values.add(column.missing());
        }
        for (Column column : dropped) {
            positions.add(before.columns().indexOf(column));
            values.add(null);
        }
        return new Reshape(positions.stream().mapToInt(Integer::intValue).toArray(), values);
    }
}
