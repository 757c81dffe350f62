package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.catalog.SourceSession;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.precheck.Precheck;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.routes.Pause;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.NextSession;
import io.adbpg.sync.status.SlotReading;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import org.apache.camel.CamelContext;

/**
 * What the sessions of a job share, as long as the program runs.
 *
 * @param source the source connection that a session uses, from its {@link Opening} on
 * @param target the connections to the target
 * @param reading how far the slot was read
 * @param staleRows the tables whose target is known to differ
 * @param alterations the changes of source tables that the job has met
 * @param fence stops the stream at a position
 * @param takeover takes over edited route files
 * @param outOfStep the tables that are not in step
 * @param next asks for the next session
 * @param underWay what is at work
 */
public record JobServices(
        CamelContext context,
        Settings settings,
        JobStatus status,
        JobMetrics metrics,
        SlotReading reading,
        StaleRows staleRows,
        SourceAlterations alterations,
        SourceSession source,
        Target target,
        JobLock lock,
        Fence fence,
        Pause pause,
        RouteTakeover takeover,
        Precheck precheck,
        Quarantine quarantine,
        TablesOutOfStep outOfStep,
        NextSession next,
        UnderWay underWay) {
    /** The registry name of {@link #source()}. */
    public static final String SOURCE = "sessionSource";
}
