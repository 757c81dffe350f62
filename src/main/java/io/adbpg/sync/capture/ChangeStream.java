package io.adbpg.sync.capture;

/** A stream of changes from the job's replication slot. */
public interface ChangeStream extends AutoCloseable {
    /**
     * Reads the slot and calls the handler until the stream is closed. Does not call the handler after it has returned.
     *
     * @throws Exception if the stream ended by itself or the handler threw
     */
    void run(TransactionHandler handler) throws Exception;

    /** Makes {@link #run} return soon; may be called from any thread and does not wait. */
    @Override
    void close();
}
