package io.adbpg.sync.capture.slot;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.AtTable;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Decodes the messages of a slot, in order, and passes them to a handler. For one thread. */
public abstract class SlotDecoder {
    private final TransactionHandler handler;
    /** The table of the last change. */
    private TableName table;

    private boolean inTransaction;
    private long lastEnd;
    private Instant lastCommit = Instant.EPOCH;

    /** @param handler is told of what is read */
    protected SlotDecoder(TransactionHandler handler) {
        this.handler = handler;
    }

    /**
     * Decodes one message and passes it to the handler.
     *
     * @throws IllegalStateException if the message is malformed or unexpected at this point; the decoder must not be used again
     */
    public final void decode(ByteBuffer message) throws Exception {
        try {
            read(message);
        } catch (OutOfMemoryError e) {
            if (table == null) {
                throw e;
            }
            throw AtTable.of(table, e);
        }
    }

    /** Reads a message. */
    protected abstract void read(ByteBuffer message) throws Exception;

    /** Notes the table of a change that is about to be read. */
    protected final void at(TableName changed) {
        table = changed;
    }

    /** Notes that a transaction begins. */
    protected final void beginTransaction() {
        inTransaction = true;
    }

    /** Ends the transaction, and tells the handler. */
    protected final void endTransaction(long end, Instant time) throws Exception {
        inTransaction = false;
        lastEnd = end;
        lastCommit = time;
        handler.commit(end, time);
    }

    /** Returns what is told of what is read. */
    protected final TransactionHandler handler() {
        return handler;
    }

    /** Whether a transaction has begun and not ended yet. */
    public final boolean isInTransaction() {
        return inTransaction;
    }

    /** Returns the end of the last transaction; 0 if there was none yet. */
    public final long lastEnd() {
        return lastEnd;
    }

    /** Returns when the last transaction was committed, by the source's clock. */
    public final Instant lastCommit() {
        return lastCommit;
    }
}
