package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.LastMessage;
import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.status.SlotReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Flow control between the thread on which Debezium reads and the one that applies: the reader waits while too much is
 * pending, and the applying thread sleeps until something has been read.
 *
 * <p>Debezium can limit its queue by bytes, but measuring a record costs it as much as reading it, and it checks the
 * limit only after one more message is read and decoded, with three copies of each large value in memory. Debezium
 * instantiates connector, task and converter by class name: they find their job's instance by its slot.
 */
final class FlowControl implements AutoCloseable {
    private static final Map<String, FlowControl> OPEN = new ConcurrentHashMap<>();

    /** About how many bytes the objects around a message take, and those around a value. */
    private static final int MESSAGE_SIZE = 1500;

    private static final int VALUE_SIZE = 48;
    /**
     * About how many bytes the end of a transaction takes. Transactions on tables that are not captured have an end but
     * no messages, and there may be many.
     */
    private static final int COMMIT_SIZE = 100;

    /** Values with more characters count {@link #LARGE_FACTOR} times: decoding and encoding copy them. */
    private static final int LARGE = 1 << 20;

    private static final int LARGE_FACTOR = 4;
    /** How many bytes are read before they are added to {@link #waiting}, which takes a lock. */
    private static final int STEP = 1 << 16;
    /** Messages that are not handled within this time were filtered out by Debezium. */
    private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After this time the queue is polled anyway: it may hold something other than a message, such as a failure. */
    private static final long LONGEST_SLEEP_MILLIS = 1000;
    /**
     * The longest that messages wait for others while these come in without a pause, which means that the stream has a
     * backlog.
     */
    private static final long LONGEST_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Message ENDED = Message.of("the stream has ended");

    private final String slot;
    private final long maxBytes;
    private final SlotReading reading;
    private final Logins logins;
    private final Commits commits = new Commits();
    private final LastMessage lastMessage = new LastMessage();
    /** The bytes read since {@link #waiting} was last increased; only the reading thread uses it. */
    private long bytesRead;

    private volatile long waiting;
    private volatile boolean isNews;
    /**
     * How many messages were read, and how many of them were taken from the queue; only the applying thread uses the
     * latter.
     */
    private final AtomicLong messages = new AtomicLong();

    private long taken;
    private final AtomicLong pauses = new AtomicLong();
    private long inHand;
    private boolean isHandling;
    private long idleSince = System.nanoTime();
    private boolean isEnding;
    private volatile boolean closed;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile long livedAt = System.nanoTime();

    private FlowControl(String slot, long maxBytes, SlotReading reading, Logins logins) {
        this.slot = slot;
        this.maxBytes = maxBytes;
        this.reading = reading;
        this.logins = logins;
    }

    /** Opens sessions of the job on the source. */
    @FunctionalInterface
    interface Logins {
        /** Opens one; the caller closes it. */
        Connection open(Kind kind) throws SQLException;
    }

    /**
     * Creates the flow control of a slot's stream.
     *
     * @param maxBytes about how much memory pending messages may take before reading pauses
     * @param reading is told how far the slot was read
     * @param logins opens the engine's connections
     */
    static FlowControl open(String slot, long maxBytes, SlotReading reading, Logins logins) {
        FlowControl flow = new FlowControl(slot, maxBytes, reading, logins);
        OPEN.put(slot, flow);
        return flow;
    }

    /** Returns the flow control of a slot's stream; null if none is open. */
    static FlowControl of(String slot) {
        return OPEN.get(slot);
    }

    /** Opens a connection of the engine. */
    Connection connect(Kind kind) throws SQLException {
        noteLife();
        Connection connection = logins.open(kind);
        connections.add(connection);
        if (closed) {
            Links.cut(connection, ENDED);
        }
        noteLife();
        return connection;
    }

    /** Notes that the engine does something. */
    void noteLife() {
        livedAt = System.nanoTime();
    }

    /**
     * For how long the engine has neither read nor connected, although nobody keeps it from that: it waits for a batch that is
     * being handled.
     */
    synchronized long lifelessNanos() {
        if (isHandling) {
            noteLife();
        }
        return System.nanoTime() - livedAt;
    }

    /** Returns the ends of the transactions that were read. */
    Commits commits() {
        return commits;
    }

    /** What the reading thread knows of the last message. */
    LastMessage lastMessage() {
        return lastMessage;
    }

    /** Counts a value, or null, of the message that is being read. */
    void addValue(String value) {
        if (value != null) {
            int length = value.length();
            bytesRead += VALUE_SIZE + (length < LARGE ? length : (long) LARGE_FACTOR * length);
        }
    }

    /** Counts a message that was read and is now in the queue. */
    void endMessage() {
        messages.incrementAndGet();
        add(MESSAGE_SIZE);
    }

    /** Notes that a transaction begins, with the time of its commit. */
    void beginTransaction(Instant commitTime) {
        reading.begun(commitTime.toEpochMilli());
    }

    /** Adds the end of a transaction that was read completely. */
    void addCommit(Commit commit) {
        reading.committed(commit.lsn(), commit.time().toEpochMilli());
        commits.add(commit);
        add(COMMIT_SIZE);
    }

    private void add(int size) {
        bytesRead += size;
        if (bytesRead >= STEP) {
            synchronized (this) {
                waiting += bytesRead;
            }
            bytesRead = 0;
        }
        signal();
    }

    /** Notes that the source has nothing more to read now. */
    void notePause() {
        pauses.incrementAndGet();
        reading.quiet(Instant.now());
    }

    /** Wakes {@link #awaitMessage}. */
    void signal() {
        if (!isNews) {
            synchronized (this) {
                isNews = true;
                notifyAll();
            }
        }
    }

    /** Waits until something was read since the last call, but at most {@value #LONGEST_SLEEP_MILLIS} ms. */
    synchronized void awaitMessage() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_SLEEP_MILLIS);
        long left = LONGEST_SLEEP_MILLIS;
        while (!isNews && !isEnding && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        isNews = false;
    }

    /** Waits while messages come in without a pause, until there are enough of them, or no room for more. */
    void awaitEnough(int enough) throws InterruptedException {
        long pausesBefore = pauses.get();
        long end = System.nanoTime() + LONGEST_GATHERING_NANOS;
        while (pauses.get() == pausesBefore
                && messages.get() - taken < enough
                && waiting < maxBytes
                && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Notes that some messages were taken from the queue. */
    void noteTaken(int count) {
        taken += count;
    }

    /** Notes that all messages were taken from the queue. */
    void noteAllTaken() {
        taken = messages.get();
    }

    /** Notes that the pending messages are being handled. */
    synchronized void beginHandling() {
        isHandling = true;
        inHand = waiting;
    }

    /** Notes that those messages are done, which makes room. */
    synchronized void endHandling() {
        isHandling = false;
        waiting -= inHand;
        inHand = 0;
        idleSince = System.nanoTime();
        notifyAll();
    }

    /** Waits until there is room to read another message. */
    void awaitRoom() throws InterruptedException {
        if (waiting >= maxBytes) {
            waitForRoom();
        }
    }

    private synchronized void waitForRoom() throws InterruptedException {
        while (waiting >= maxBytes && !closed) {
            if (!isHandling && System.nanoTime() - idleSince >= LONGEST_IDLE_NANOS) {
                waiting = 0;
            } else {
                noteLife();
                wait(100);
            }
        }
    }

    /** Ends every wait for messages. */
    synchronized void end() {
        isEnding = true;
        notifyAll();
    }

    /** Ends every wait. */
    @Override
    public void close() {
        OPEN.remove(slot, this);
        synchronized (this) {
            closed = true;
            isEnding = true;
            notifyAll();
        }
        // An engine that has not ended must not keep the slot from the next one.
        connections.forEach(connection -> Links.cut(connection, ENDED));
    }
}
