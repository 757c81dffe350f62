package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.Server;
import io.adbpg.sync.Settings;
import io.adbpg.sync.capture.pgoutput.ReadAhead.Chunk;
import io.adbpg.sync.catalog.ExactText;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slot's messages on a thread of its own, ahead of those that apply them: so the source hears from the job
 * also while the target is slow, and both ends work at the same time.
 */
final class SlotReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlotReader.class);
    private static final int CHUNK_MESSAGES = 500;
    private static final int CHUNK_BYTES = 1 << 16;
    /** What the objects around a message take. */
    private static final int MESSAGE_SIZE = 128;
    /** How old a transaction may get in here while more is coming in. */
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final int LONGEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_END_MILLIS = 1000;

    private final Connection connection;
    private final PGReplicationStream stream;
    private final ReadAhead ahead;
    private final int statusMillis;
    private final Thread thread = new Thread(this::run, "capture reader");
    private volatile long confirmed;
    private volatile boolean closed;

    private List<ByteBuffer> messages = new ArrayList<>();
    private long bytes;
    private int commits;
    private long chunkBegin;

    private SlotReader(Connection connection, PGReplicationStream stream, ReadAhead ahead, int statusMillis) {
        this.connection = connection;
        this.stream = stream;
        this.ahead = ahead;
        this.statusMillis = statusMillis;
    }

    /**
     * Begins to read the job's slot.
     *
     * @param ahead where the messages go
     * @param statusMillis how often the source is told that the job is alive
     */
    static SlotReader start(Settings settings, ReadAhead ahead, int statusMillis) throws SQLException {
        Connection connection = connect(settings.source(), settings.job());
        try {
            PGReplicationStream stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(settings.slot())
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", settings.slot())
                    .withStatusInterval(statusMillis, TimeUnit.MILLISECONDS)
                    // Not by itself: it would confirm what the position does not know of.
                    .withAutomaticFlush(false)
                    .start();
            SlotReader reader = new SlotReader(connection, stream, ahead, statusMillis);
            reader.thread.setDaemon(true);
            reader.thread.start();
            return reader;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(Server source, String job) throws SQLException {
        Properties properties = source.properties(job);
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("preferQueryMode", "simple");
        Connection connection = DriverManager.getConnection(source.url(), properties);
        try (Statement statement = connection.createStatement()) {
            ExactText.set(connection);
            // The same text wherever the job runs, for targets that keep a time as text.
            statement.execute("SET timezone TO 'UTC'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Lets the source forget what is before a position. */
    void confirm(long position) {
        confirmed = position;
    }

    private void run() {
        try {
            read();
        } catch (Exception e) {
            ahead.fail(e);
        }
    }

    private void read() throws Exception {
        int pause = 0;
        while (!closed) {
            tellConfirmed();
            ByteBuffer message = stream.readPending();
            if (message == null) {
                handOver();
                ahead.quiet(stream.getLastReceiveLSN().asLong());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
                pause = Math.min(pause + 1, LONGEST_PAUSE_MILLIS);
            } else {
                pause = 0;
                add(message);
            }
        }
    }

    private void add(ByteBuffer message) throws Exception {
        boolean isCommit = MessageDecoder.isCommit(message);
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
            while (!ahead.awaitRoom(statusMillis) && !closed) {
                tellConfirmed();
                // Reading would answer the source, but there is no room.
                stream.forceUpdateStatus();
            }
        }
    }

    private void handOver() {
        if (!messages.isEmpty()) {
            ahead.add(new Chunk(messages, bytes, commits));
            messages = new ArrayList<>();
            bytes = 0;
            commits = 0;
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

    /** Ends the reading and the connection. */
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
                connection.abort(Runnable::run);
            }
            // Without an orderly end of the stream: the source would send the rest of a large transaction before.
            connection.close();
        } catch (SQLException e) {
            LOG.debug("cannot close the replication connection", e);
        }
    }
}
