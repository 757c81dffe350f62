package io.adbpg.sync.operate;

import io.adbpg.sync.routes.RouteTakeover;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Tells Camel's health check whether the route files are what runs. */
public final class RoutesHealth extends Readiness {
    private final RouteTakeover takeover;

    /** The health of the files that this takes over. */
    public RoutesHealth(RouteTakeover takeover) {
        super("routes");
        this.takeover = takeover;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        takeover.refused()
                .ifPresentOrElse(
                        refused -> result.detail("since", refused.since().toString())
                                .message(refused.why())
                                .down(),
                        result::up);
    }
}
