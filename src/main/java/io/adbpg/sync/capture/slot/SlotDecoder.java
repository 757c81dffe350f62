package io.adbpg.sync.capture.slot;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Decodes the messages of a slot, in order, and passes them to a handler. For one thread. */
public interface SlotDecoder {
    /**
     * Decodes one message and passes it to the handler.
     *
     * @throws IllegalStateException if the message is malformed or unexpected at this point; the decoder must not be used again
     */
    void decode(ByteBuffer message) throws Exception;

    /** Whether a transaction has begun and not ended yet. */
    boolean isInTransaction();

    /** Returns the end of the last transaction; 0 if there was none yet. */
    long lastEnd();

    /** Returns when the last transaction was committed, by the source's clock. */
    Instant lastCommit();
}
