/**
 * The contract between a stream of the source's changes and the sessions that apply them.
 *
 * <p>A capture endpoint is a {@link io.adbpg.sync.capture.ChangeStreams}: it opens a
 * {@link io.adbpg.sync.capture.ChangeStream} on the job's slot, which calls a
 * {@link io.adbpg.sync.capture.TransactionHandler}.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>Transactions arrive whole, one after the other in commit order, and start at the slot's confirmed position.
 *   <li>Values are the text that PostgreSQL prints, for every type: both captures give the same rows.
 *   <li>The slot is confirmed only up to what the handler returns as durable on the target.
 *   <li>Memory is bounded, whatever the size of a transaction or the backlog.
 *   <li>Between capture and commit there is no aggregation and no queue that completes a change early.
 * </ul>
 *
 * <p>May know: {@code settings}, {@code fold}, {@code catalog} and {@code failure}; nothing of the sessions that use
 * it.
 *
 * <p>To add a capture, make a package beside {@code pgoutput} with a component and an endpoint that implements
 * {@code ChangeStreams}, and a value of {@code source.capture}. All scenarios must pass with it.
 */
package io.adbpg.sync.capture;
