/**
 * What the producers of the table routes do on the target: COPY, staging, keys, savepoints.
 *
 * <p>Routes use {@link io.adbpg.sync.apply.Target} as bean {@code target}, {@link io.adbpg.sync.apply.KeyBinding} as
 * {@code keys}, {@link io.adbpg.sync.apply.RowAggregationStrategy} as {@code #rows}, and the {@code copy:} component.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>Each applying thread has one connection and one open transaction. Nothing here commits on its own: the capture
 *       route or the load does, after it has written the position.
 *   <li>No row-at-a-time statements: Greenplum takes milliseconds for each, whatever its size.
 *   <li>Everything that a rollback undoes on the server, such as a temporary table, is forgotten here too.
 *   <li>A refused row is described by its key and its value; the rest of the row stays out of messages and logs.
 * </ul>
 *
 * <p>May know: {@code status}, {@code mapping}, {@code settings}, {@code fold}, {@code catalog} and {@code failure}.
 *
 * <p>To add a way to write rows, put its statement into {@code routes/statements.camel.yaml}, the parts that differ
 * from table to table into {@code mapping.TableSql}, and only what SQL and YAML can't say here.
 */
package io.adbpg.sync.apply;
