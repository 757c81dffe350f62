package io.adbpg.sync.capture;

/** A stream of the source's changes. */
public interface ChangeStream extends AutoCloseable {
    /**
     * Reads the slot and tells the handler what it finds; returns when the stream was closed. The handler is not called
     * any more after that.
     *
     * @throws Exception if the stream ended by itself or the handler failed
     */
    void run(TransactionHandler handler) throws Exception;

    /** Makes the stream end soon, from any thread; does not wait for it. */
    @Override
    void close();
}
