package io.adbpg.sync.operate;

import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.JobStatus.View;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Tells Camel's health check whether the job is in step: it is ready while it syncs. */
public final class JobHealth extends Readiness {
    private final JobStatus status;

    /** The health of the job with this status. */
    public JobHealth(JobStatus status) {
        super("job");
        this.status = status;
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
