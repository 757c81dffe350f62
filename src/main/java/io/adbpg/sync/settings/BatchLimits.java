package io.adbpg.sync.settings;

import java.util.OptionalLong;

/**
 * How large a batch may be: usually, and at most, when the stream is behind and a larger one takes less time per change.
 *
 * @param rows the most changes that are usually folded before they are applied
 * @param bytes about the most memory that they may usually take
 * @param mostRows the most changes of the largest batch
 * @param mostBytes about the most memory of the largest batch
 */
public record BatchLimits(int rows, long bytes, int mostRows, long mostBytes) {
    private static final int USUAL_ROWS = 50_000;
    private static final long USUAL_BYTES = 16 << 20;
    /** A larger batch saves next to nothing any more. */
    private static final int MOST_GROWTH = 8;
    /** What is done once for each table of a batch costs next to nothing beside so many changes of it, and more of them cost memory. */
    private static final int ENOUGH_OF_A_TABLE = 5000;
    /**
     * The part of the heap that a batch may count on. One is applied while the next one is assembled, a row takes up to twice as
     * much as is counted, and what is read ahead and decoded meanwhile takes as much again as a usual batch.
     */
    private static final int HEAP_SHARE = 16;

    /**
     * The limits of a job.
     *
     * @param rows the most changes of each batch, if the user has set it
     * @param bytes about the most memory of each batch, if the user has set it
     * @param heap the most memory, in bytes, that the program may take
     */
    static BatchLimits of(OptionalLong rows, OptionalLong bytes, long heap) {
        double growth = Math.max(1, Math.min((double) heap / HEAP_SHARE / USUAL_BYTES, MOST_GROWTH));
        return new BatchLimits(
                (int) rows.orElse(USUAL_ROWS),
                bytes.orElse(USUAL_BYTES),
                (int) rows.orElse((long) (growth * USUAL_ROWS)),
                bytes.orElse((long) (growth * USUAL_BYTES)));
    }

    /** The same limits for every batch. */
    public static BatchLimits fixed(int rows, long bytes) {
        return new BatchLimits(rows, bytes, rows, bytes);
    }

    /** Returns how many times a usual batch some changes are. */
    public double sizeOf(int changes, long memory) {
        return Math.max((double) changes / rows, (double) memory / bytes);
    }

    /** Whether changes fill a usual batch. */
    public boolean areReached(int changes, long memory) {
        return changes >= rows || memory >= bytes;
    }

    /**
     * Whether changes fill a batch that may grow.
     *
     * @param tables how many tables they are of
     * @param growth how many times a usual batch it may hold, if that is not beyond the largest
     */
    public boolean areReached(int changes, long memory, int tables, double growth) {
        return areReached(changes, memory)
                && (changes >= (long) ENOUGH_OF_A_TABLE * tables
                        || changes >= Math.min(mostRows, growth * rows)
                        || memory >= Math.min((double) mostBytes, growth * bytes));
    }
}
