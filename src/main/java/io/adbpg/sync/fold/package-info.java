/**
 * Net rows: folds the changes of a batch per table and key.
 *
 * <p>Changes go into {@link io.adbpg.sync.fold.NetChanges}; row groups come out, ordered by table, then delete, update,
 * insert. A {@link io.adbpg.sync.fold.Row} keeps its values as the text that PostgreSQL prints, in one byte array.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>The last image of a row wins. Applied in order, the groups leave the target as the single changes would have.
 *   <li>An unchanged TOAST value is never data: it is completed from an earlier image in the batch, or the row stays
 *       partial.
 *   <li>Keys that are equal but print differently are deleted by their old text before the new text is inserted.
 *   <li>TRUNCATE is a barrier. Rows are not folded across an ALTER TABLE.
 *   <li>Nothing here runs SQL or knows Camel.
 * </ul>
 *
 * <p>May know: {@code catalog} for names and LSNs, and {@code failure}.
 *
 * <p>To fold a table in another way, implement {@code TableChanges}, choose it in {@code NetChanges} by a property of
 * {@code Rule}, and test it like {@code KeyedChangesTest}. The cost per change decides: measure with StreamBench.
 */
package io.adbpg.sync.fold;
