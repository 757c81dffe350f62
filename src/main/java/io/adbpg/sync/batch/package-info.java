/**
 * Assembles changes into batches and applies them. {@link io.adbpg.sync.batch.BatchAssembler} folds transactions,
 * {@link io.adbpg.sync.batch.ApplyAhead} applies the last batch while the next one is assembled, and
 * {@link io.adbpg.sync.batch.SessionBatches} sends each batch through the routes. {@link io.adbpg.sync.batch.Fence} stops the
 * stream at a position for whoever compares the ends.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>A target transaction contains whole source transactions and the position. A transaction larger than a batch is applied
 *       in pieces, inside one target transaction, and committed at its end.
 *   <li>Memory is bounded by the batch settings. One batch is ahead of the target, never more.
 *   <li>A batch is complete only when the routes have committed it; a failure ends the session, and nothing is retried here.
 * </ul>
 *
 * <p>One thread reads and assembles, another one applies. This package knows the fold, the routes' exchanges, the position and
 * the quarantine, but not where changes come from: a source of changes calls {@code TransactionHandler}, which the session
 * puts in front of the assembler.
 *
 * <p>To do something at a position, pass a {@link io.adbpg.sync.batch.Fence.Moment} to the fence. To add a header that routes
 * can use, set it in {@link io.adbpg.sync.batch.BatchExchange}.
 */
package io.adbpg.sync.batch;
