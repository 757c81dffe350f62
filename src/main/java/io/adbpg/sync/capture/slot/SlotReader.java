package io.adbpg.sync.capture.slot;

import io.adbpg.sync.capture.slot.ReadAhead.Chunk;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slot's messages on a thread of its own, ahead of the one that decodes them, so that the source hears from
 * the job while the target is slow, and both ends work at the same time.
 */
final class SlotReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlotReader.class);
    private static final int CHUNK_MESSAGES = 500;
    private static final int CHUNK_BYTES = 1 << 16;
    /** About how many bytes the objects around a message take. */
    private static final int MESSAGE_SIZE = 128;
    /** How long a transaction may wait in a chunk while messages come in. */
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final int LONGEST_PAUSE_MILLIS = 10;
    /**
     * A poll that returns nothing sooner than this was ended by a message of the protocol, such as a keepalive about
     * tables that are not captured.
     */
    private static final long SHORT_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A stream that keeps silent for much longer is taken for dead. */
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LONGEST_END_MILLIS = 1000;

    private final SlotProtocol protocol;
    private final SlotConnection connection;
    private final PGReplicationStream stream;
    private final ReadAhead ahead;
    private final SlotReading reading;
    private final int statusMillis;
    private final Thread thread = new Thread(this::run, "capture reader");
    private volatile long confirmed;
    private volatile boolean closed;

    private List<ByteBuffer> messages = new ArrayList<>();
    private long bytes;
    private int commits;
    private long chunkBegin;
    private long heard = System.nanoTime();

    private SlotReader(
            SlotProtocol protocol, SlotConnection connection, ReadAhead ahead, SlotReading reading, int statusMillis) {
        this.protocol = protocol;
        this.connection = connection;
        this.stream = connection.stream();
        this.ahead = ahead;
        this.reading = reading;
        this.statusMillis = statusMillis;
    }

    /**
     * Starts to read the job's slot.
     *
     * @param protocol what is read
     * @param ahead where the messages go
     * @param reading is told how far the slot was read
     * @param statusMillis how often the source hears that the job is alive
     */
    static SlotReader start(
            Settings settings, SlotProtocol protocol, ReadAhead ahead, SlotReading reading, int statusMillis)
            throws SQLException {
        SlotReader reader = new SlotReader(
                protocol,
                SlotConnection.open(settings, protocol.options(), statusMillis),
                ahead,
                reading,
                statusMillis);
        protocol.begin(reader.connection.encoding());
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    /** Confirms a position to the slot, so that the source may remove earlier WAL. */
    void confirm(long position) {
        confirmed = position;
    }

    private void run() {
        try {
            read();
        } catch (Exception e) {
            ahead.fail(e);
        } catch (Error e) {
            // Such as an OutOfMemoryError: otherwise nobody would notice.
            ahead.fail(new IllegalStateException("cannot read the slot: " + e, e));
        }
    }

    private void read() throws Exception {
        int pause = 0;
        while (!closed) {
            tellConfirmed();
            long begin = System.nanoTime();
            ByteBuffer message = nextMessage();
            if (message == null) {
                handOver();
                askForSign();
                ahead.quiet(stream.getLastReceiveLSN().asLong());
                reading.quiet(Instant.now().minusNanos(System.nanoTime() - begin));
                if (System.nanoTime() - begin < SHORT_LOOK_NANOS) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
                    pause = Math.min(pause + 1, LONGEST_PAUSE_MILLIS);
                } else {
                    pause = 0;
                }
            } else {
                pause = 0;
                heard = System.nanoTime();
                add(message);
            }
        }
    }

    private ByteBuffer nextMessage() throws SQLException {
        try {
            ByteBuffer message = stream.readPending();
            return message == null
                    ? null
                    : protocol.received(message, stream.getLastReceiveLSN().asLong());
        } catch (SQLException | OutOfMemoryError e) {
            protocol.tellNextTable(e);
            throw e;
        }
    }

    /** Makes a silent source say something: if it does not, the connection is dead. */
    private void askForSign() throws SQLException {
        long now = System.nanoTime();
        if (now - heard >= ASK_NANOS) {
            heard = now;
            stream.forceUpdateStatus();
        }
    }

    private void add(ByteBuffer message) throws Exception {
        boolean isCommit = protocol.isCommit(message);
        protocol.tell(message, reading);
        if (messages.isEmpty()) {
            chunkBegin = System.nanoTime();
        }
        messages.add(message);
        bytes += message.remaining() + MESSAGE_SIZE;
        commits += isCommit ? 1 : 0;
        if (messages.size() >= CHUNK_MESSAGES
                || bytes >= CHUNK_BYTES
                || (isCommit && System.nanoTime() - chunkBegin >= CHUNK_NANOS)) {
            handOver();
            awaitRoom();
        }
    }

    private void handOver() {
        if (!messages.isEmpty()) {
            ahead.add(new Chunk(messages, bytes, commits, System.nanoTime()));
            messages = new ArrayList<>();
            bytes = 0;
            commits = 0;
        }
    }

    private void awaitRoom() throws Exception {
        while (!ahead.awaitRoom(statusMillis) && !closed) {
            tellConfirmed();
            // Nothing is being read, which would do so.
            stream.forceUpdateStatus();
        }
    }

    private void tellConfirmed() throws SQLException {
        if (confirmed > stream.getLastFlushedLSN().asLong()) {
            LogSequenceNumber position = LogSequenceNumber.valueOf(confirmed);
            stream.setFlushedLSN(position);
            stream.setAppliedLSN(position);
            stream.forceUpdateStatus();
        }
    }

    /** Stops reading and closes the connection. */
    @Override
    public void close() {
        closed = true;
        ahead.close();
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (thread.isAlive()) {
                // The source fell silent in the middle of a message.
                connection.abort();
            }
            connection.close();
        } catch (SQLException e) {
            LOG.debug("cannot close the replication connection", e);
        }
    }
}
