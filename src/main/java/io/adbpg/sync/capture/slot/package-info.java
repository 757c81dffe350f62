/**
 * Reads the job's slot by pgjdbc, whatever plug-in of the source writes it.
 *
 * <p>{@code SlotReader} reads messages on its own thread into {@code ReadAhead}. {@code SlotStream} takes them, a
 * {@code SlotDecoder} passes them to the handler, and {@code PendingBatch} decides when a batch is large or old enough. A
 * {@code SlotProtocol} says what a plug-in sends.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>The source hears from the job while the target is slow, and nothing is confirmed but what the handler returns.
 *   <li>At most half a batch is read ahead.
 * </ul>
 *
 * <p>May know: {@code capture} and what that may know; no plug-in.
 *
 * <p>To read another plug-in, make a package beside {@code capture.pgoutput} with a {@code SlotProtocol} and a
 * {@code SlotEndpoint}.
 */
package io.adbpg.sync.capture.slot;
