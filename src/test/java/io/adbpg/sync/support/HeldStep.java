package io.adbpg.sync.support;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A step of a route that holds what passes for as long as a test wants, whatever interrupts it. */
public final class HeldStep {
    private static volatile boolean isHeld;
    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    /** Holds what comes from now on, or lets all go on. */
    public static void hold(boolean held) {
        isHeld = held;
        if (held) {
            MOST.set(0);
        }
    }

    /** How many are held now. */
    public static int held() {
        return INSIDE.get();
    }

    /** How many were held at once, since {@link #hold}. */
    public static int most() {
        return MOST.get();
    }

    /** Called by the route. */
    public void pass() {
        MOST.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
        while (isHeld) {
            // Clears what interrupts it.
            Thread.interrupted();
            LockSupport.parkNanos(5_000_000);
        }
        INSIDE.decrementAndGet();
    }
}
