/**
 * The capture {@code pgoutput:}: PostgreSQL's logical replication protocol, version 1, read by pgjdbc.
 *
 * <p>{@code SlotReader} reads messages on its own thread into {@code ReadAhead}. {@code PgOutputStream} takes them,
 * {@code MessageDecoder} passes them to the handler, and {@code PendingBatch} decides when a batch is large or old
 * enough.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>Values are copied as bytes from the message to a {@code Row}, never decoded.
 *   <li>A malformed or unexpected message is an exception: the decoder never guesses.
 *   <li>The source hears from the job while the target is slow, and nothing is confirmed but what the handler returns.
 *   <li>At most half a batch is read ahead.
 * </ul>
 *
 * <p>May know: {@code capture} and what that may know.
 *
 * <p>To read one more kind of message, add it to {@code MessageDecoder}, record it from a real server into the test's
 * recording, and let {@code MessageDecoderFuzzTest} run over it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">Message formats</a>
 */
package io.adbpg.sync.capture.pgoutput;
