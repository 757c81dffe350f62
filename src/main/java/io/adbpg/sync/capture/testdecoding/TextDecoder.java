package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.slot.SlotDecoder;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes the messages of plug-in {@code test_decoding} and passes them to a {@link TransactionHandler}. After an exception it must
 * not be used again.
 */
final class TextDecoder extends SlotDecoder {
    private final TextProtocol protocol;
    private final TextTables tables;
    private final TextScanner scanner = new TextScanner();
    private final TupleText old = new TupleText();
    private final TupleText row = new TupleText();

    /** The table of the last change, and how its message began. */
    private TableName table;

    private byte[] opening = {0};

    private boolean hasRows;

    TextDecoder(TextProtocol protocol, TextTables tables, TransactionHandler handler) {
        super(handler);
        this.protocol = protocol;
        this.tables = tables;
    }

    @Override
    protected void read(ByteBuffer message) throws Exception {
        if (protocol.isCommit(message)) {
            commit(TextProtocol.lsn(message), TextProtocol.micros(message));
        } else {
            readText(message);
        }
    }

    private void commit(long end, long micros) throws Exception {
        if (!isInTransaction() || end <= lastEnd()) {
            throw isInTransaction()
                    ? Hindrance.of("a transaction ends at {0}, after one at {1}", Lsn.text(end), Lsn.text(lastEnd()))
                    : Hindrance.of("a transaction ends at {0} that has not begun", Lsn.text(end));
        }
        if (!hasRows) {
            tables.forgetAnswers();
        }
        endTransaction(end, Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private void readText(ByteBuffer message) throws Exception {
        scanner.open(message);
        if (scanner.take(opening)) {
            change();
        } else if (scanner.startsWith(Words.TABLE)) {
            open();
        } else if (scanner.take(Words.BEGIN)) {
            requireEnd();
            if (isInTransaction()) {
                throw scanner.unreadable(Message.of("a transaction begins in another one"));
            }
            beginTransaction();
            hasRows = false;
        } else if (!scanner.startsWith(Words.MESSAGE)) {
            throw scanner.unreadable(Message.of("it begins with nothing that is known"));
        }
    }

    private void open() throws Exception {
        int start = scanner.at();
        scanner.require(Words.TABLE);
        List<TableName> names = new ArrayList<>(List.of(scanner.table()));
        while (scanner.take(Words.COMMA)) {
            names.add(scanner.table());
        }
        scanner.require(Words.COLON);
        if (scanner.take(Words.TRUNCATE)) {
            truncate(names);
            return;
        }
        table = names.get(0);
        at(table);
        opening = Arrays.copyOfRange(scanner.bytes(), start, scanner.at());
        change();
    }

    /** Reads a change of the last table, from its operation on. */
    private void change() throws Exception {
        requireTransaction();
        hasRows = true;
        if (scanner.take(Words.TRUNCATE)) {
            truncate(List.of(table));
            return;
        }
        if (!tables.isCaptured(table)) {
            pass();
        } else if (scanner.take(Words.INSERT)) {
            insert();
        } else if (scanner.take(Words.UPDATE)) {
            update();
        } else if (scanner.take(Words.DELETE)) {
            delete();
        } else {
            throw scanner.unreadable(Message.of("an unknown operation"));
        }
    }

    private void pass() {
        TableName rewritten = tables.rewritten(table);
        if (rewritten != null) {
            handler().rewritten(rewritten);
        } else {
            handler().skip(table);
        }
    }

    private void insert() throws Exception {
        TextTable found = readNew();
        if (found.relation() == null) {
            handler().skip(table);
            return;
        }
        Row inserted = found.row(row, null);
        if (inserted.isPartial()) {
            throw scanner.unreadable(Message.of("a new row that lacks a value"));
        }
        handler().change(Operation.INSERT, found.relation(), null, inserted);
    }

    private TextTable readNew() {
        row.read(scanner, tables.last(table));
        requireEnd();
        return tables.ofNew(table, row);
    }

    private void update() throws Exception {
        boolean hasOld = scanner.take(Words.OLD);
        if (hasOld) {
            old.read(scanner, tables.last(table));
            scanner.require(Words.NEW);
        }
        TextTable found = readNew();
        Relation relation = found.relation();
        if (relation == null) {
            handler().skip(table);
            return;
        }
        Row before = hasOld && found.contains(old) ? found.old(old) : null;
        if (hasOld && before == null) {
            miss();
            return;
        }
        Row after = found.row(row, before);
        boolean isOldNeeded = before != null && (!relation.hasKey() || !found.haveSameKey(before, after));
        handler().change(Operation.UPDATE, relation, isOldNeeded ? before : null, after);
    }

    private void delete() throws Exception {
        old.read(scanner, tables.last(table));
        requireEnd();
        TextTable found = old.isThere() ? tables.ofOld(table, old) : tables.ofNone(table);
        Relation relation = found.relation();
        if (relation == null) {
            handler().skip(table);
            return;
        }
        Row before = old.isThere() ? found.old(old) : null;
        if (before == null && relation.hasKey()) {
            miss();
            return;
        }
        handler().change(Operation.DELETE, relation, before, null);
    }

    /** The old row lacks the key, so that it is from before the table, or its replica identity, was altered. */
    private void miss() {
        tables.misses(table, old);
        handler().skip(table);
    }

    private void truncate(List<TableName> names) throws Exception {
        requireTransaction();
        hasRows = true;
        for (TableName name : names) {
            TextTable found = tables.isCaptured(name) ? tables.ofNone(name) : null;
            if (found == null || found.relation() == null) {
                handler().skip(name);
            } else {
                handler().change(Operation.TRUNCATE, found.relation(), null, null);
            }
        }
    }

    private void requireTransaction() {
        if (!isInTransaction()) {
            throw scanner.unreadable(Message.of("no transaction has begun"));
        }
    }

    private void requireEnd() {
        if (!scanner.isAtEnd()) {
            throw scanner.unreadable(Message.of("something follows"));
        }
    }
}
