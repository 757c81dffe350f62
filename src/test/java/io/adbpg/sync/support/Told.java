package io.adbpg.sync.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is told, as text. */
public final class Told implements TransactionHandler {
    private final List<String> all = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private long committed;
    private long held = Long.MAX_VALUE;
    private boolean isFull;

    /** Everything. */
    public List<String> all() {
        return all;
    }

    /** The changes only. */
    public List<String> changes() {
        return all.stream().filter(told -> !told.startsWith("commit")).toList();
    }

    /** The table of each row. */
    public List<Relation> relations() {
        return relations;
    }

    /** All rows, old and new. */
    public List<Row> rows() {
        return rows;
    }

    /** Lets all flushes say that the target holds, for all tables, what is up to a position. */
    public void holds(long position) {
        held = position;
    }

    /** Has enough after each transaction. */
    public void isFullAfterEachCommit() {
        isFull = true;
    }

    @Override
    public void change(Operation operation, Relation relation, Row old, Row row) {
        all.add(
                switch (operation) {
                    case INSERT -> "insert " + text(relation, row);
                    case UPDATE -> "update " + (old == null ? "" : text(relation, old) + " to ") + text(relation, row);
                    case DELETE -> "delete " + text(relation, old);
                    case TRUNCATE -> "truncate " + relation.table();
                });
    }

    @Override
    public void commit(long lsn, Instant time) {
        committed = lsn;
        all.add("commit " + Lsn.text(lsn) + " " + time);
    }

    @Override
    public long flush() {
        all.add("flush");
        return Math.min(committed, held);
    }

    @Override
    public long handOver() {
        all.add("hand over");
        return Math.min(committed, held);
    }

    @Override
    public boolean isFull() {
        return isFull;
    }

    @Override
    public long settle() {
        return Math.min(committed, held);
    }

    private String text(Relation relation, Row row) {
        relations.add(relation);
        rows.add(row);
        int columns = relation.columns().size();
        assertThat(row.offset(columns)).as("the values fill the row exactly").isEqualTo(row.bytes().length);
        return relation.table() + "" + row;
    }
}
