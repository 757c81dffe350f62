package io.adbpg.sync.capture.debezium;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps Debezium from reading on while large values wait to be applied. Its queue is bounded, but it looks at the bound only
 * after it has read and decoded one more message, and holds a value three times meanwhile.
 *
 * <p>Debezium makes its parts by itself, of the names of their classes: they find the room of their job by its slot.
 */
final class ReadRoom implements AutoCloseable {
    private static final Map<String, ReadRoom> OPEN = new ConcurrentHashMap<>();

    /** From how many characters on a value counts. */
    private static final int LARGE = 1 << 20;
    /** After that what was read must have been something that nobody is told of. */
    private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String slot;
    private final long maxBytes;
    /** Of the message that is being read; of the reading thread alone. */
    private long reading;

    private long waiting;
    private long inHand;
    private boolean isHandling;
    private long idleSince = System.nanoTime();
    private boolean closed;

    private ReadRoom(String slot, long maxBytes) {
        this.slot = slot;
        this.maxBytes = maxBytes;
    }

    /**
     * Makes the room of a slot's stream.
     *
     * @param maxBytes how much of large values may wait before no more is read
     */
    static ReadRoom open(String slot, long maxBytes) {
        ReadRoom room = new ReadRoom(slot, maxBytes);
        OPEN.put(slot, room);
        return room;
    }

    /** The room of a slot's stream. */
    static ReadRoom of(String slot) {
        return OPEN.get(slot);
    }

    /** Notes a value of the message that is being read. */
    void reads(String value) {
        if (value.length() >= LARGE) {
            reading += value.length();
        }
    }

    /** Notes that the message is read, and waits to be handled. */
    void isRead() {
        if (reading > 0) {
            synchronized (this) {
                waiting += reading;
            }
            reading = 0;
        }
    }

    /** Notes that what waits is being handled. */
    synchronized void begins() {
        isHandling = true;
        inHand = waiting;
    }

    /** Notes that it is done with. */
    synchronized void ends() {
        isHandling = false;
        waiting -= inHand;
        inHand = 0;
        idleSince = System.nanoTime();
        notifyAll();
    }

    /** Waits, before a message is read, until there is room for a large one. */
    synchronized void await() throws InterruptedException {
        while (waiting >= maxBytes && !closed) {
            if (!isHandling && System.nanoTime() - idleSince >= LONGEST_IDLE_NANOS) {
                waiting = 0;
            } else {
                TimeUnit.MILLISECONDS.timedWait(this, 100);
            }
        }
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        OPEN.remove(slot, this);
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
