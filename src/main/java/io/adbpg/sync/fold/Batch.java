package io.adbpg.sync.fold;

import java.time.Instant;
import java.util.List;

/**
 * Whole transactions, folded, or a piece of them if they are larger than a batch may be.
 *
 * @param groups the row groups in the order in which they must be applied
 * @param changes how many changes were folded
 * @param complete whether the last transaction's end is in here, so that position and commit may follow
 * @param lsn the position after it; 0 if not complete
 * @param oldestCommit when the oldest transaction in here was committed at the source; null if there is none
 * @param newestCommit when the newest was
 */
public record Batch(
        List<RowGroup> groups, int changes, boolean complete, long lsn, Instant oldestCommit, Instant newestCommit) {

    /** The same batch with these row groups in place of its own. */
    public Batch with(List<RowGroup> others) {
        return new Batch(others, changes, complete, lsn, oldestCommit, newestCommit);
    }

    /** Applies a batch to the target, all of it or nothing. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Applies one batch; if it is complete, the target holds it durably on return.
         *
         * @throws Exception if the target could not take it: nothing of it and of earlier pieces is left there once the
         *     target connection is closed
         */
        void apply(Batch batch) throws Exception;
    }
}
