/**
 * The quarantine ({@code sync.on-error=quarantine}): changes that the target refuses because of their data, and all later
 * changes of the same rows, are written to a table on the target instead of stopping the job.
 *
 * <p>A batch is applied at once until the target refuses a row. Then {@link io.adbpg.sync.quarantine.RefusalSearch} is on: the
 * changes are read again from the position, and {@link io.adbpg.sync.quarantine.SavepointApply} finds the refused rows by
 * halves, behind savepoints. {@link io.adbpg.sync.quarantine.QuarantineSession} is the stream's side of it,
 * {@link io.adbpg.sync.quarantine.Quarantine} the operators' side: list, replay, discard.
 *
 * <p>A load puts aside refused rows by the same halves: {@link io.adbpg.sync.quarantine.PartQuarantine} takes them in the
 * transaction of their part, {@link io.adbpg.sync.quarantine.TableQuarantine} lets them into the quarantine, and what was there of the
 * table out of it, with the rows that the load brings. Both number their changes through {@link io.adbpg.sync.quarantine.QuarantineTally}.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>Nothing is skipped unless the user configured a quarantine, and what is skipped is written down, in the transaction that
 *       applies the rest of the batch.
 *   <li>Only data is quarantined: {@link io.adbpg.sync.quarantine.DataRefusal} tells a refused row (SQLSTATE class 22 or 23) from
 *       a lost connection, a missing table or a missing privilege, which stop the job as always.
 *   <li>The changes of a row stay in order: once one is quarantined, the row's later ones are too, until they are replayed,
 *       discarded, or the table is truncated or loaded again.
 * </ul>
 *
 * <p>To treat another failure as a refused row, teach {@code DataRefusal.find} to recognize it.
 */
package io.adbpg.sync.quarantine;
