/**
 * What the job and its tables are doing: states, reasons, counters, and the diagnosis of failures.
 *
 * <p>Whoever works writes here, and {@code operate} shows it: log, status page, metrics and JMX all read
 * {@link io.adbpg.sync.status.JobStatus} and {@link io.adbpg.sync.status.JobMetrics}.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>One INFO line per change of the job's state, and one warning per new reason for which a table waits.
 *   <li>Every failure becomes one line with a remedy where there is one; {@link io.adbpg.sync.status.Diagnosis} finds
 *       it.
 *   <li>No message contains a password, and none more of a row than the key and the refused value.
 *   <li>Everything may be read from any thread.
 *   <li>Names of states and metrics are the user's: dashboards and scripts depend on them.
 * </ul>
 *
 * <p>May know: {@code settings}, {@code fold}, {@code catalog}, {@code failure} and {@code mapping}; nobody who writes
 * here.
 *
 * <p>To explain one more failure, add its SQLSTATE or exception to {@code Diagnosis} and a case to
 * {@code DiagnosisTest}. A new state needs its word, who sets it, and its place on the status page.
 */
package io.adbpg.sync.status;
