package io.adbpg.sync.load;

import io.adbpg.sync.Diagnosis;
import io.adbpg.sync.operate.LoadProgress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The load of one table while it is under way: which parts are left, and what went wrong first. */
final class LoadTask {
    private final TableLoad load;
    private final LoadProgress progress;
    private final String into;
    private final AtomicInteger partsLeft;
    private final boolean inParts;
    private final AtomicReference<Diagnosis> failure = new AtomicReference<>();

    /**
     * @param into the table that COPY fills, for SQL
     * @param parts how many parts there are
     */
    LoadTask(TableLoad load, LoadProgress progress, String into, int parts) {
        this.load = load;
        this.progress = progress;
        this.into = into;
        this.partsLeft = new AtomicInteger(parts);
        this.inParts = parts > 1;
    }

    TableLoad load() {
        return load;
    }

    LoadProgress progress() {
        return progress;
    }

    String into() {
        return into;
    }

    /** Whether rows are committed before all are there. */
    boolean isInParts() {
        return inParts;
    }

    /** Notes that a part is there; says whether it was the last one. */
    boolean partIsDone() {
        return partsLeft.decrementAndGet() == 0;
    }

    void fail(Diagnosis diagnosis) {
        failure.compareAndSet(null, diagnosis);
    }

    /** What went wrong first; null if nothing did. */
    Diagnosis failure() {
        return failure.get();
    }
}
