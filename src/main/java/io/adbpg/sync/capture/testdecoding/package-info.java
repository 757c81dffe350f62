/**
 * The capture {@code testdecoding:}: the text of plug-in {@code test_decoding}, which every PostgreSQL from 9.4 on ships.
 *
 * <p>{@code TextProtocol} makes a short message of each commit, {@code TextDecoder} passes changes to the handler,
 * {@code TextScanner} and {@code TupleText} find names and values in a message, and {@code TextTable} makes rows of them.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>A change is one message, whatever line breaks its values contain, and is read to its end: the decoder never guesses.
 *   <li>Values become what the server prints for them elsewhere: without quotes, {@code t} for {@code true}.
 *   <li>Old rows lack their NULLs, and a message names columns by themselves: which columns a table has is known from the last
 *       new row, or else from the catalogue.
 * </ul>
 *
 * <p>May know: {@code capture.slot}, {@code capture} and what these may know.
 *
 * @see <a href="https://www.postgresql.org/docs/current/test-decoding.html">test_decoding</a>
 */
package io.adbpg.sync.capture.testdecoding;
