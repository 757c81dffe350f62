package io.adbpg.sync.session;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.status.StaleRows;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Notes each TRUNCATE of a table whose entry does not take it: the target keeps rows that the source no longer has. */
final class IgnoredTruncates extends ForwardingHandler {
    private final Set<TableName> streamed;
    private final TableRoutes routes;
    private final ToLongFunction<TableName> applied;
    private final StaleRows staleRows;
    private final Set<TableName> truncated = new TreeSet<>();

    /**
     * @param streamed the tables whose changes are applied
     * @param applied gives the position up to which the target holds the changes of a table
     */
    IgnoredTruncates(
            TransactionHandler next,
            Set<TableName> streamed,
            TableRoutes routes,
            ToLongFunction<TableName> applied,
            StaleRows staleRows) {
        super(next);
        this.streamed = streamed;
        this.routes = routes;
        this.applied = applied;
        this.staleRows = staleRows;
    }

    @Override
    public void change(Operation operation, Relation relation, Row old, Row row) throws Exception {
        if (operation == Operation.TRUNCATE && streamed.contains(relation.table()) && !takes(relation.table())) {
            truncated.add(relation.table());
        }
        next.change(operation, relation, old, row);
    }

    private boolean takes(TableName table) {
        TableMapping mapping = routes.of(table).mapping();
        return mapping != null
                && !mapping.isHistory()
                && mapping.parsedOperations().contains(Operation.TRUNCATE);
    }

    @Override
    public void commit(long lsn, Instant time) throws Exception {
        if (!truncated.isEmpty()) {
            truncated.stream()
                    .filter(table -> lsn > applied.applyAsLong(table))
                    .forEach(table -> staleRows.addTruncate(table, lsn, time, remedy(table)));
            truncated.clear();
        }
        next.commit(lsn, time);
    }

    private Message remedy(TableName table) {
        TableMapping mapping = routes.of(table).mapping();
        if (mapping == null) {
            return Message.of("since its route has no entry");
        }
        return mapping.isHistory()
                ? Message.of("since a history does not record it")
                : Message.of(
                        "since `operations` of its entry leaves out truncate: run `reload {0}` to take them away there,"
                                + " too",
                        table);
    }
}
