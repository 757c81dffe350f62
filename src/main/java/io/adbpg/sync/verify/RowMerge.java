package io.adbpg.sync.verify;

import java.util.ArrayList;
import java.util.List;

/** Finds the rows of each end that have no equal on the other, in one pass over both. */
final class RowMerge {
    /** How many rows of one key are buffered at most, to be reported together. */
    private static final int MOST_KEPT = 1000;

    private final Rows source;
    private final Rows target;
    private final Taker taker;
    private final boolean isKeyed;
    private final List<NumberedRow> sourceOnly = new ArrayList<>();
    private final List<NumberedRow> targetOnly = new ArrayList<>();

    /** The rows of one end, in the order of {@link NumberedRow}. */
    @FunctionalInterface
    interface Rows {
        /** Returns the next row; null at the end. */
        NumberedRow next() throws Exception;
    }

    /** Receives the rows that differ. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes a row, with the other end's row of the same key.
         *
         * @param source null if the source has none
         * @param target null if the target has none
         */
        void take(NumberedRow source, NumberedRow target) throws Exception;
    }

    /** @param isKeyed whether rows with the same key number are the same row */
    RowMerge(Rows source, Rows target, boolean isKeyed, Taker taker) {
        this.source = source;
        this.target = target;
        this.isKeyed = isKeyed;
        this.taker = taker;
    }

    /** Reads both ends to their end. */
    void run() throws Exception {
        NumberedRow ours = source.next();
        NumberedRow theirs = target.next();
        while (ours != null || theirs != null) {
            int order = ours == null ? 1 : theirs == null ? -1 : ours.compareTo(theirs);
            if (order == 0) {
                ours = source.next();
                theirs = target.next();
            } else if (order < 0) {
                keep(ours, sourceOnly);
                ours = source.next();
            } else {
                keep(theirs, targetOnly);
                theirs = target.next();
            }
        }
        report();
    }

    private void keep(NumberedRow row, List<NumberedRow> kept) throws Exception {
        boolean isOfKept = isOf(sourceOnly, row) && isOf(targetOnly, row);
        if (!isKeyed || !isOfKept || kept.size() >= MOST_KEPT) {
            report();
        }
        kept.add(row);
    }

    private static boolean isOf(List<NumberedRow> kept, NumberedRow row) {
        return kept.isEmpty() || kept.get(0).key() == row.key();
    }

    private void report() throws Exception {
        for (int i = 0; i < Math.max(sourceOnly.size(), targetOnly.size()); i++) {
            taker.take(
                    i < sourceOnly.size() ? sourceOnly.get(i) : null, i < targetOnly.size() ? targetOnly.get(i) : null);
        }
        sourceOnly.clear();
        targetOnly.clear();
    }
}
