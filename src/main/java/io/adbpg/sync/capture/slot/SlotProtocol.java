package io.adbpg.sync.capture.slot;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.status.SlotReading;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a plug-in of the source sends through a slot: its messages, and how they are asked for. One for each stream; the first three
 * methods and {@link #tell} belong to the thread that reads the slot.
 */
public interface SlotProtocol {
    /** Returns the options of the plug-in, in order. */
    Map<String, String> options();

    /**
     * Begins with a connection.
     *
     * @param encoding the encoding of the source's database, as the server names it
     */
    default void begin(String encoding) {}

    /**
     * Takes a message as it was read.
     *
     * @param lsn the position that it came with: for the last message of a transaction the end of its commit record
     * @return the message as the methods below take it
     */
    ByteBuffer received(ByteBuffer message, long lsn);

    /** Tells what is known of the table of the next message, if the failure is one to read that for its size. */
    default void tellNextTable(Throwable failure) {}

    /** Tells how far the slot is read, if a message begins or ends a transaction. */
    void tell(ByteBuffer message, SlotReading reading);

    /** Whether a message ends a transaction. */
    boolean isCommit(ByteBuffer message);

    /** Returns what decodes the messages for a handler. */
    SlotDecoder decoder(KeyColumns keys, TransactionHandler handler);
}
