/**
 * The capture {@code pgoutput:}: PostgreSQL's logical replication protocol, version 1.
 *
 * <p>{@code MessageDecoder} passes messages to the handler, and {@code TupleReader} makes rows of them.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>Values are copied as bytes from the message to a {@code Row}, never decoded.
 *   <li>A malformed or unexpected message is an exception: the decoder never guesses.
 * </ul>
 *
 * <p>May know: {@code capture.slot}, {@code capture} and what these may know.
 *
 * <p>To read one more kind of message, add it to {@code MessageDecoder}, record it from a real server into the test's
 * recording, and let {@code MessageDecoderFuzzTest} run over it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">Message formats</a>
 */
package io.adbpg.sync.capture.pgoutput;
