package io.adbpg.sync.operate;

import io.adbpg.sync.Refusal;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the job, with the reason for it: one line in the log per change of state. */
public final class JobStatus {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final String job;
    private final CompletableFuture<Refusal> failure = new CompletableFuture<>();
    private volatile View view = new View(JobState.STOPPED, "");

    /**
     * A state and its reason.
     *
     * @param reason one line for the user; blank if there is nothing to say
     */
    public record View(JobState state, String reason) {}

    /** The status of a job that has not started. */
    public JobStatus(String job) {
        this.job = job;
    }

    /** The state now. */
    public View view() {
        return view;
    }

    /** Completed when the job gives up, with what a person has to do. */
    public CompletableFuture<Refusal> failure() {
        return failure;
    }

    /** Enters a state; says so if it is a new one or the reason is. */
    public void enter(JobState state, String reason) {
        View before = view;
        View now = new View(state, reason);
        view = now;
        if (!now.equals(before)) {
            LOG.info("job {}: {}{}", job, state.word(), reason.isBlank() ? "" : ": " + reason);
        }
    }

    /** Gives up. */
    public void fail(Refusal refusal) {
        view = new View(JobState.FAILED, refusal.getMessage());
        failure.complete(refusal);
    }
}
