package io.adbpg.sync.fold;

import java.time.Instant;
import java.util.List;

/**
 * The folded changes of whole transactions, or a piece of a transaction that is larger than a batch may be.
 *
 * @param apart whole transactions that come first and are not folded with the others, while a refused row is looked for
 * @param groups the row groups in the order in which they must be applied
 * @param changes how many changes were folded
 * @param complete whether the batch ends at a transaction's end, so that position and commit may follow
 * @param lsn the position once the batch is applied; 0 if it is not complete
 * @param oldestCommit when the oldest transaction in the batch was committed on the source; null if it has none
 * @param newestCommit when the newest transaction in the batch was committed on the source; null if it has none
 */
public record Batch(
        List<Transaction> apart,
        List<RowGroup> groups,
        int changes,
        boolean complete,
        long lsn,
        Instant oldestCommit,
        Instant newestCommit) {

    /** A batch of folded changes alone. */
    public Batch(
            List<RowGroup> groups,
            int changes,
            boolean complete,
            long lsn,
            Instant oldestCommit,
            Instant newestCommit) {
        this(List.of(), groups, changes, complete, lsn, oldestCommit, newestCommit);
    }

    /** Returns the same batch with these row groups in place of all that it has. */
    public Batch with(List<RowGroup> others) {
        return new Batch(others, changes, complete, lsn, oldestCommit, newestCommit);
    }

    /** Applies batches to the target, each as a whole or not at all. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Applies one batch. If it is complete, it is durable on the target on return.
         *
         * @throws Exception if the target could not apply it: closing the target connection then undoes it and its
         *     earlier pieces
         */
        void apply(Batch batch) throws Exception;
    }
}
