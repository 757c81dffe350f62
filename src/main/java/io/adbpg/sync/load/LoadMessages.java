package io.adbpg.sync.load;

import io.adbpg.sync.apply.GroupMessage;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.settings.BatchLimits;
import io.adbpg.sync.settings.Settings;
import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;

/** The rows of a part as messages for the table's route: inserts, at most a batch of them in each message. */
final class LoadMessages implements Iterator<Message>, Closeable {
    private final CamelContext context;
    private final BatchLimits limits;
    private final TableLoad load;
    private final Relation relation;
    private final CopyReader reader;
    private final RowBuilder row = new RowBuilder();
    private boolean atEnd;
    private Message next;

    LoadMessages(CamelContext context, Settings settings, TablePart part) {
        this.context = context;
        this.limits = settings.batchLimits();
        this.load = part.task().load();
        this.relation = load.relation();
        this.reader = new CopyReader(part);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !atEnd) {
            next = read();
        }
        return next != null;
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Message message = next;
        next = null;
        return message;
    }

    private Message read() {
        NetChanges changes = new NetChanges();
        while (!limits.areReached(changes.rows(), changes.bytes())) {
            byte[] line = reader.next();
            if (line == null) {
                atEnd = true;
                break;
            }
            changes.change(Operation.INSERT, relation, Rule.DEFAULT, null, CopyLine.decode(line, row));
        }
        List<RowGroup> groups = changes.drain();
        return groups.isEmpty() ? null : GroupMessage.of(context, groups.get(0), load.tableRoute());
    }

    @Override
    public void close() {
        reader.close();
    }
}
