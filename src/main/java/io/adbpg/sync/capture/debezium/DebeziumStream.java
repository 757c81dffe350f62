package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.ChangeStream;
import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.status.SlotReading;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's engine as a {@link ChangeStream}.
 *
 * <p>It runs without a stored offset, so that it streams whole transactions from the slot. It confirms to the slot what
 * the handler says that the target holds.
 */
final class DebeziumStream implements ChangeStream {
    private static final Logger LOG = LoggerFactory.getLogger(DebeziumStream.class);

    private static final long LOOK_MILLIS = 1000;
    /** Longer than a login may take, or a silent connection stays. */
    private static final long LONGEST_LIFELESS_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Properties settings;
    private final KeyColumns keys;
    private final SlotReading reading;
    private final String slot;
    private final long maxBytes;
    private final FlowControl.Logins logins;
    private DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
    private RecordDecoder decoder;
    /** A batch that the target does not hold yet: the first one since the last confirmation. Only the engine's thread uses it. */
    private ChangeEvent<SourceRecord, SourceRecord> unconfirmed;

    private volatile FlowControl flow;
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile Throwable failure;
    private final Object handling = new Object();

    /**
     * Creates a stream, which {@link #run} starts.
     *
     * @param settings the engine's settings
     * @param reading is told how far the slot was read
     * @param maxBytes about how much memory pending records may take before reading pauses
     * @param logins opens the engine's connections
     */
    DebeziumStream(
            Properties settings,
            KeyColumns keys,
            SlotReading reading,
            String slot,
            long maxBytes,
            FlowControl.Logins logins) {
        this.settings = settings;
        this.keys = keys;
        this.reading = reading;
        this.slot = slot;
        this.maxBytes = maxBytes;
        this.logins = logins;
    }

    @Override
    public void run(TransactionHandler handler) throws Exception {
        try (FlowControl opened = FlowControl.open(slot, maxBytes, reading, logins)) {
            flow = opened;
            run(handler, opened);
        }
    }

    private void run(TransactionHandler handler, FlowControl opened) throws Exception {
        decoder = new RecordDecoder(keys, handler, () -> closed || ended);
        synchronized (this) {
            if (closed) {
                return;
            }
            engine = DebeziumEngine.create(Connect.class)
                    .using(settings)
                    .notifying((events, committer) -> {
                        synchronized (handling) {
                            opened.beginHandling();
                            try {
                                handle(events, committer);
                            } finally {
                                opened.endHandling();
                            }
                        }
                    })
                    .using((success, message, error) -> failure = failure == null ? error : failure)
                    .build();
        }
        try {
            runEngine(opened);
        } finally {
            // The engine may return before its own threads have ended.
            synchronized (handling) {
                ended = true;
            }
        }
        if (closed) {
            return;
        }
        if (wrapped(failure) instanceof Exception cause) {
            throw cause;
        }
        throw new IllegalStateException("the Debezium engine ended", failure);
    }

    /**
     * Runs the engine on a thread of its own, and returns when it has ended, or when it does nothing any more: it has been seen
     * to stay so after it had lost its connections.
     */
    private void runEngine(FlowControl opened) throws InterruptedException {
        Thread thread = new Thread(this::runEngine, "capture engine");
        thread.setDaemon(true);
        thread.start();
        try {
            do {
                thread.join(LOOK_MILLIS);
            } while (thread.isAlive()
                    && opened.lifelessNanos() < (closed ? LONGEST_END_NANOS : LONGEST_LIFELESS_NANOS));
        } finally {
            if (thread.isAlive()) {
                failure = new ConnectException("Debezium's engine neither reads nor ends");
                closeEngine();
            }
        }
    }

    private void runEngine() {
        try {
            engine.run();
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
    }

    /** Unwraps the exception that only says that the engine stops. */
    private static Throwable wrapped(Throwable failure) {
        return failure instanceof ConnectException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void handle(
            List<ChangeEvent<SourceRecord, SourceRecord>> events,
            RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        try {
            for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
                RecordBatch batch = (RecordBatch) event.value();
                long held = decoder.decode(batch);
                batch.release();
                confirm(event, held, committer);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Kept unwrapped: the engine would wrap it.
            failure = e;
            throw new IllegalStateException("the batch could not be applied", e);
        } catch (Error e) {
            failure = e;
            throw e;
        }
    }

    /** Has the engine confirm the slot up to the end of a batch that the target holds: this one's, or that of an earlier one. */
    private void confirm(
            ChangeEvent<SourceRecord, SourceRecord> last,
            long held,
            RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        if (end(last) == 0) {
            return;
        }
        if (end(last) <= held) {
            unconfirmed = last;
        }
        if (unconfirmed != null && end(unconfirmed) <= held) {
            committer.markProcessed(unconfirmed);
            committer.markBatchFinished();
            unconfirmed = null;
        }
        if (unconfirmed == null && end(last) > held) {
            unconfirmed = last;
        }
    }

    private static long end(ChangeEvent<SourceRecord, SourceRecord> event) {
        return ((RecordBatch) event.value()).end();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closeEngine();
    }

    private void closeEngine() {
        DebeziumEngine<?> running;
        synchronized (this) {
            running = engine;
        }
        FlowControl opened = flow;
        if (opened != null) {
            opened.end();
        }
        if (running != null) {
            // On its own thread: the engine waits for the batch that is being applied, however long that takes.
            Thread closer = new Thread(() -> close(running), "capture end");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private void close(DebeziumEngine<?> running) {
        while (!ended) {
            try {
                running.close();
                return;
            } catch (IllegalStateException e) {
                // It can't be closed while it starts, or while another thread closes it.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            } catch (IOException e) {
                LOG.debug("cannot close the Debezium engine", e);
                return;
            }
        }
    }
}
