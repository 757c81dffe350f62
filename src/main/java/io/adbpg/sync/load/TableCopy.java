package io.adbpg.sync.load;

import io.adbpg.sync.apply.CopyStream;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.settings.Settings;
import java.sql.SQLException;
import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Bean {@code load}: the steps of route {@code initial-load} that SQL can't do. */
public final class TableCopy {
    private final Settings settings;
    private final Target target;
    private final LoadCompletion completion;

    public TableCopy(Settings settings, Target target, ProducerTemplate template) {
        this.settings = settings;
        this.target = target;
        this.completion = LoadCompletion.of(settings.job(), template, target);
    }

    /** Copies a part: pipes the source's COPY into the target's, and quarantines what that refuses if it is set to. */
    public void copy(@Body TablePart part) throws Exception {
        try (CopyReader reader = new CopyReader(part)) {
            if (part.isSifted()) {
                long mostBytes = settings.batchLimits().bytes();
                new SiftedCopy(part, reader, target.own(), mostBytes).run();
            } else {
                while (copyStretch(part, reader)) {}
            }
        } catch (OutOfMemoryError e) {
            throw AtTable.of(part.task().load().name(), e);
        }
    }

    /**
     * Copies the next rows; returns whether there may be more. Each stretch is a COPY of its own: not before the end of one is it
     * told that the target has refused a row, even its first.
     */
    private boolean copyStretch(TablePart part, CopyReader reader) throws SQLException {
        long before = reader.lines();
        Stretch stretch = new Stretch();
        CopyStream.run(
                target.own(),
                part.in(),
                stream -> {
                    while (!stretch.isFull() && copyRow(reader, stream, stretch)) {}
                },
                failure -> part.task().refusal(failure, line -> CopyReader.row(part, before + line)));
        return stretch.isFull();
    }

    /**
     * Copies the next row; returns false at the end. A method of its own, so that a large row can be collected before the next
     * one is read.
     */
    private static boolean copyRow(CopyReader reader, CopyStream stream, Stretch stretch) throws SQLException {
        byte[] row = reader.next();
        if (row != null) {
            stream.addEncoded(row);
            stretch.add(row.length);
        }
        return row != null;
    }

    /** Reads a part as messages for the table's route; see {@link LoadMessages}. */
    public Iterator<Message> groups(@Body TablePart part, Exchange exchange) {
        return new LoadMessages(exchange.getContext(), settings, part);
    }

    /** Records that the tables of the transaction are loaded, if this is the last one and not a part of a large one. */
    public void finish(@Body TablePart part) throws SQLException {
        if (part.isWhole() && !part.isFollowed()) {
            completion.record(part.unit(), part.snapshot().lsn());
        }
    }

    /** Commits, unless another table is to come in the same transaction. */
    public void commit(@Body TablePart part) throws SQLException {
        if (!part.isFollowed()) {
            target.commit();
        }
    }
}
