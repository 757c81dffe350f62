package io.adbpg.sync.session;

import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.sql.SQLException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what follows when a session fails: another one after a pause, or the end of the job. */
final class Recovery {
    /** What a server says of prepared statements when a pooler has begun to lend its sessions by transaction. */
    private static final Set<String> LENT = Set.of("42P05", "26000");

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final JobServices job;
    private final LockTurn turn;

    /** @param turn is told of each failure */
    Recovery(JobServices job, LockTurn turn) {
        this.job = job;
        this.turn = turn;
    }

    /** Reports the failure; returns false if the job can't go on. */
    boolean from(Throwable failure) {
        LOG.debug("the job failed", failure);
        JobStatus status = job.status();
        if (status.failIfOutOfMemory(failure)) {
            return false;
        }
        SQLException said = Causes.find(failure, SQLException.class);
        if (said != null && LENT.contains(String.valueOf(said.getSQLState()))) {
            Links.checkAgain(job.settings().job());
        }
        Diagnosis diagnosis = Diagnosis.of(failure, job.settings());
        JobState before = status.view().state();
        turn.failed(failure, diagnosis, before == JobState.SYNCING || before == JobState.LOADING);
        if (failure instanceof Refusal refusal) {
            job.takeover().turns().tried(refusal);
        }
        // Of a job that has run before: an outage, or route files that were spoilt and can be mended.
        boolean mayPass = diagnosis.isOutage() || diagnosis.refusal().exitStatus() == Refusal.USAGE;
        boolean isWaitedFor =
                diagnosis.isTransient() || status.hasSynced() || (mayPass && new FormerRun(job.settings()).isLikely());
        if (!isWaitedFor) {
            status.fail(diagnosis.refusal());
            return false;
        }
        status.enter(JobState.WAITING, diagnosis.message());
        return true;
    }
}
