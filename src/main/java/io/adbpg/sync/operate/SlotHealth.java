package io.adbpg.sync.operate;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Tells Camel's health check whether the source knows the job's slot, and that somebody reads it. */
public final class SlotHealth extends Readiness {
    private final Monitor monitor;

    /** The health of the slot that is watched. */
    public SlotHealth(Monitor monitor) {
        super("slot");
        this.monitor = monitor;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<SlotStatus> slot = monitor.slot();
        if (slot.isEmpty()) {
            result.message("the slot is not there, or the source does not answer")
                    .down();
            return;
        }
        result.detail("heldBytes", slot.get().heldBytes());
        result.detail("walStatus", String.valueOf(slot.get().walStatus()));
        if ("lost".equals(slot.get().walStatus())) {
            result.message("the slot has lost WAL that the job needs").down();
        } else if (!slot.get().active()) {
            result.message("nobody reads the slot").down();
        } else {
            result.up();
        }
    }
}
