/**
 * Where a job goes on: its position on the target, and its slot, publication and lock.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>Rows and position commit together. On start the position on the target decides, nothing else; there is no
 *       position on local disk.
 *   <li>The slot never runs ahead of the position: it is confirmed only after the target has committed.
 *   <li>A position is written only over the one that it follows, so that a second copy of the job can't commit.
 *   <li>A gap between position and slot, another timeline or an unknown slot is refused with a remedy, never guessed
 *       over.
 *   <li>The publication contains the captured tables and no others. Each version of it that the job makes is written
 *       down on the target before the source commits it, so that every other version is known to be somebody else's.
 * </ul>
 *
 * <p>May know: {@code settings}, {@code mapping} (what the entries take), {@code catalog} and {@code failure}, and Camel's resume API. Service files and logging
 * name {@link io.adbpg.sync.resume.PositionAdapter}: it keeps its name.
 *
 * <p>To rely on one more object that others can change, add a class that creates it and reads its state, and let
 * session and precheck use that same class.
 */
package io.adbpg.sync.resume;
