package io.adbpg.sync.session;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.time.Instant;

/** Passes everything on to the next handler; a subclass says what it does besides. */
abstract class ForwardingHandler implements TransactionHandler {
    /** What everything is passed on to. */
    final TransactionHandler next;

    ForwardingHandler(TransactionHandler next) {
        this.next = next;
    }

    @Override
    public void change(Operation operation, Relation relation, Row old, Row row) throws Exception {
        next.change(operation, relation, old, row);
    }

    @Override
    public void skip(TableName table) {
        next.skip(table);
    }

    @Override
    public void rewritten(TableName table) {
        next.rewritten(table);
    }

    @Override
    public void commit(long lsn, Instant time) throws Exception {
        next.commit(lsn, time);
    }

    @Override
    public long flush() throws Exception {
        return next.flush();
    }

    @Override
    public long handOver() throws Exception {
        return next.handOver();
    }

    @Override
    public long settle() throws Exception {
        return next.settle();
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }

    @Override
    public boolean isBusy() {
        return next.isBusy();
    }

    @Override
    public boolean isAwaited() {
        return next.isAwaited();
    }
}
