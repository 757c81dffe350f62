/**
 * Knows how many dead rows the job leaves behind in the target's tables, and has them vacuumed where no autovacuum does it, as on
 * Greenplum kernels. {@link io.adbpg.sync.vacuum.VacuumWatch} looks now and then; {@code DeadRows} estimates, {@code TargetStorage}
 * asks the target, {@code TableVacuum} vacuums one table.
 *
 * <p>What must hold here: nothing disturbs the stream. A VACUUM has a connection of its own, gives way to whoever waits for its
 * table for a second, and a failure is told and tried again later.
 */
package io.adbpg.sync.vacuum;
