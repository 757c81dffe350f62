package io.adbpg.sync.operate;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Tells Camel's health check whether the target can be written to, as it was seen a few seconds ago at most. */
public final class TargetHealth extends Readiness {
    private final Monitor monitor;

    /** The health of the target that is watched. */
    public TargetHealth(Monitor monitor) {
        super("target");
        this.monitor = monitor;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        String trouble = monitor.targetTrouble();
        if (trouble.isBlank()) {
            result.up();
        } else {
            result.message(trouble).down();
        }
    }
}
