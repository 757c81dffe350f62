package io.adbpg.sync.operate;

import io.adbpg.sync.operate.JobStatus.View;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells Camel's health check whether the job is in step: it is ready while it syncs.
 *
 * <p>It is alive in any state, since it goes on by itself: to start it anew would not help.
 */
public final class JobHealth extends AbstractHealthCheck {
    private final JobStatus status;

    /** The health of the job with this status. */
    public JobHealth(JobStatus status) {
        super("adbpg-sync", "job");
        this.status = status;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        View view = status.view();
        result.detail("state", view.state().word());
        if (!view.reason().isBlank()) {
            result.detail("reason", view.reason());
        }
        if (view.state() == JobState.SYNCING) {
            result.up();
        } else {
            result.message(view.reason()).down();
        }
    }
}
