package io.adbpg.sync.capture.slot;

import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.slot.ReadAhead.Chunk;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A {@link ChangeStream} that reads the job's slot by pgjdbc, whatever plug-in of the source writes it.
 *
 * <p>While more transactions arrive, they go into the same batch, up to its maximal size. The stream confirms to the
 * slot what the handler says that the target holds.
 */
public final class SlotStream implements ChangeStream {
    private static final int TAKE_MILLIS = 200;

    private final Settings settings;
    private final SlotProtocol protocol;
    private final KeyColumns keys;
    private final SlotReading reading;
    private final int statusMillis;
    private final long heartbeatNanos;
    private final ReadAhead ahead;
    private final PendingBatch pending = new PendingBatch();
    private volatile boolean closed;
    private SlotReader reader;
    private long lastFlush = System.nanoTime();
    private long lastMove;

    /**
     * A stream that reads nothing yet.
     *
     * @param protocol what is read
     * @param reading is told how far the slot was read
     * @param statusMillis how often the source hears that the job is alive
     * @param heartbeatMillis how often the position may move on although no captured table changes
     */
    public SlotStream(
            Settings settings,
            SlotProtocol protocol,
            KeyColumns keys,
            SlotReading reading,
            int statusMillis,
            int heartbeatMillis) {
        this.settings = settings;
        this.protocol = protocol;
        this.keys = keys;
        this.reading = reading;
        this.statusMillis = statusMillis;
        this.heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(heartbeatMillis);
        // Meanwhile one batch is being folded, and another one applied.
        this.ahead = new ReadAhead(settings.batchLimits().bytes() / 2);
    }

    @Override
    public void run(TransactionHandler handler) throws Exception {
        if (closed) {
            return;
        }
        SlotDecoder decoder = protocol.decoder(keys, handler);
        try (SlotReader opened = SlotReader.start(settings, protocol, ahead, reading, statusMillis)) {
            reader = opened;
            while (!closed) {
                Chunk chunk = ahead.take(TAKE_MILLIS);
                if (chunk != null) {
                    decode(chunk, decoder, handler);
                } else if (decoder.isInTransaction()) {
                    handler.settle();
                } else {
                    moveOn(decoder, handler);
                }
            }
        }
    }

    private void decode(Chunk chunk, SlotDecoder decoder, TransactionHandler handler) throws Exception {
        int commits = chunk.commits();
        keys.noteRead(chunk.readBy());
        for (ByteBuffer message : chunk.messages()) {
            if (closed) {
                return;
            }
            boolean isCommit = protocol.isCommit(message);
            decoder.decode(message);
            if (isCommit) {
                pending.endTransaction(decoder.lastCommit());
                commits--;
                if (handler.isFull() || (pending.isLate() && !handler.isBusy())) {
                    flushed(handler.handOver());
                } else if (commits == 0 && !ahead.awaitCommit(pending.deadline(), pending.pauseNanos())) {
                    // More is coming in, such as a transaction that exceeds the read-ahead.
                    flushed(ahead.hasMore() ? handler.handOver() : handler.flush());
                }
            }
        }
    }

    /** Moves the position on although nothing happened: otherwise the slot would retain WAL. */
    private void moveOn(SlotDecoder decoder, TransactionHandler handler) throws Exception {
        if (System.nanoTime() - lastFlush < heartbeatNanos && !handler.isAwaited()) {
            reader.confirm(handler.settle());
            return;
        }
        long position = ahead.emptyUpTo();
        if (position > Math.max(decoder.lastEnd(), lastMove)) {
            lastMove = position;
            handler.commit(position, null);
        }
        flushed(handler.flush());
    }

    private void flushed(long held) {
        reader.confirm(held);
        pending.clear();
        lastFlush = System.nanoTime();
    }

    @Override
    public void close() {
        closed = true;
        ahead.close();
    }
}
