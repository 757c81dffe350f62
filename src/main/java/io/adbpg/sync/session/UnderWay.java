package io.adbpg.sync.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is at work on a job: one loop of sessions, and the batches that its sessions have sent. A step of a user's own may hold a
 * batch for longer than its session, and its route, last.
 */
public final class UnderWay {
    private final AtomicBoolean loop = new AtomicBoolean();
    private final AtomicInteger batches = new AtomicInteger();

    /** Begins a loop, unless something of a former one is at work; returns whether it has begun. */
    boolean tryBegin() {
        return batches.get() == 0 && loop.compareAndSet(false, true);
    }

    /** Notes that the loop has ended. */
    void end() {
        loop.set(false);
    }

    void beginBatch() {
        batches.incrementAndGet();
    }

    void endBatch() {
        batches.decrementAndGet();
    }

    /** Whether a batch has been sent and has not come back. */
    boolean hasBatches() {
        return batches.get() > 0;
    }
}
