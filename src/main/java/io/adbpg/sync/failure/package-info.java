/**
 * Failures, and what to tell the user about them.
 *
 * <p>Here are {@link io.adbpg.sync.failure.Message}, one line for the user, in English with what other languages need;
 * {@link io.adbpg.sync.failure.Refusal}, a problem that only a person can fix;
 * {@link io.adbpg.sync.failure.Failed}, which marks a failure as the source's or the target's; and the pauses between
 * attempts.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>A refusal is one line that names the object, the value and the remedy. It never contains a password or a whole
 *       row.
 *   <li>Other failures are retried, unless memory ran out, or the first start meets one that {@code status.Diagnosis}
 *       does not call transient.
 *   <li>Code that queries a server directly wraps its exception in {@code Failed}; {@code catalog.Database} does so
 *       itself.
 * </ul>
 *
 * <p>May know: no other package.
 *
 * <p>To refuse something new, throw a {@code Refusal} where the problem is found, with {@code withFix} if a single
 * statement solves it, and add a test that pins the message.
 */
package io.adbpg.sync.failure;
