package io.adbpg.sync.operate;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells Camel's health check whether the target can be written to, as it was seen a few seconds ago at most. */
public final class TargetHealth extends AbstractHealthCheck {
    private final Monitor monitor;

    /** The health of the target that is watched. */
    public TargetHealth(Monitor monitor) {
        super("adbpg-sync", "target");
        this.monitor = monitor;
    }

    @Override
    public boolean isLiveness() {
        return false;
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
