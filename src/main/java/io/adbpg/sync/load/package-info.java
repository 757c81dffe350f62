/**
 * The initial load: copies the rows of tables that join the job, or are loaded again, from a snapshot of the source.
 * {@link io.adbpg.sync.load.LoadPlan} decides how, {@link io.adbpg.sync.load.InitialLoad} runs it in the background through
 * route {@code initial-load}, and {@link io.adbpg.sync.load.JoinedTables} lets the loaded tables join the stream.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>Row count, position and phase of a table commit together with its rows, in {@link io.adbpg.sync.load.TableStates}. A crash
 *       redoes unfinished tables only.
 *   <li>A loaded table is at the position of its snapshot: of its changes, exactly those after that position are applied.
 *   <li>The slot is not confirmed beyond the position that a load, or a loaded table that has not joined yet, still needs.
 *   <li>A table that is loaded again shows its old rows until all new ones are there.
 * </ul>
 *
 * <p>A load runs beside the stream, on threads and connections of its own. This package knows the source's catalogue, the
 * mapping and the apply side; it does not know the session that starts it. To load tables in another way, add a
 * {@link io.adbpg.sync.load.TableLoad.Way}, choose it in the plan, and give it a branch in {@code routes/initial-load.camel.yaml}.
 */
package io.adbpg.sync.load;
