/**
 * Compares tables of the running job on both ends, and repairs rows that differ. {@link io.adbpg.sync.verify.Verification} runs
 * in the background; commands start it and poll its results.
 *
 * <p>{@code CommonPosition} exports a snapshot of the source and stops the stream for a moment when the target holds exactly
 * what the snapshot shows; {@code BothEnds} opens a transaction on each end there, and the stream goes on. Each end then sums up
 * its rows in buckets; only rows of buckets that differ are read, and only values whose texts differ are compared as values, by
 * the target.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>The job goes on while tables are compared. The stream waits for seconds at most.
 *   <li>A difference that is reported exists: the ends are at the same position, and values that the target takes for equal are
 *       not reported.
 *   <li>A repair is made by the job itself, through the table's route, and leaves the position alone.
 * </ul>
 *
 * <p>To compare a type whose text differs between kernels, add it to {@code ValueText}. To do something else at a common
 * position, implement {@code CommonPosition.User}.
 */
package io.adbpg.sync.verify;
