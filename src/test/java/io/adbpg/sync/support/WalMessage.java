package io.adbpg.sync.support;

/** Messages in a source's WAL, by which a job learns of a position after all that was committed before. */
final class WalMessage {
    private static final long PAUSE_NANOS = 100_000_000;

    private final TestDatabase source;
    private long sent = System.nanoTime() - PAUSE_NANOS;

    WalMessage(TestDatabase source) {
        this.source = source;
    }

    /** Sends one, unless the last one was sent just now. */
    void send() {
        if (System.nanoTime() - sent >= PAUSE_NANOS) {
            // Old versions send the transaction, not the message.
            source.look("SELECT pg_logical_emit_message("
                    + "current_setting('server_version_num')::int < 140000, 'test', '')");
            sent = System.nanoTime();
        }
    }
}
