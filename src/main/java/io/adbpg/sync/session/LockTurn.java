package io.adbpg.sync.session;

import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobState;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the job runs while it holds the job's lock on the target. Copies that stand by for each other ask for it, and one that can't
 * reach the source gives it up; any other copy that has not run yet waits for a moment and then refuses to run.
 */
final class LockTurn {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
    /**
     * How long a first start that does not stand by waits for the holder: longer than a holder may be silent, and than the server takes to
     * notice that its machine has gone.
     */
    private static final long FIRST_NANOS = Duration.ofSeconds(15).toNanos();
    /** How long a copy that was at work hears nothing of the source before it gives the lock up: a server that is restarted is back. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();
    /** How long a copy that has given the lock up leaves it to others. */
    private static final long OTHERS_NANOS = Duration.ofSeconds(5).toNanos();

    private final JobServices job;
    private long workedAt = System.nanoTime() - PATIENCE_NANOS;
    private long nextTurn = System.nanoTime();
    /** Whether this copy has held the lock before: then it waits as long as necessary. */
    private boolean hasRun;

    private boolean isWarm;
    private boolean isChecked;

    LockTurn(JobServices job) {
        this.job = job;
    }

    /**
     * Takes the lock; waits for it if another copy has it.
     *
     * @return false if the wait was ended before
     * @throws Refusal if another copy has it, and this one does not stand by; a transient one if it has run before
     * @throws Failed if the target does not answer
     */
    boolean await(BooleanSupplier isOver) {
        long begin = System.nanoTime();
        while (!isOver.getAsBoolean()) {
            if (System.nanoTime() - nextTurn >= 0) {
                ServerSession active = job.lock().tryTakeOver();
                if (active == null) {
                    hasRun = true;
                    return true;
                }
                if (job.settings().isStandby()) {
                    standBy(active);
                } else {
                    waitFor(active, System.nanoTime() - begin < FIRST_NANOS);
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }

    private void standBy(ServerSession active) {
        job.status()
                .enter(
                        JobState.STANDBY,
                        Message.of(
                                "{0} of {1} runs the job; this copy takes over when it is gone",
                                active, job.settings().target()));
        warmUp();
    }

    private void waitFor(ServerSession active, boolean isFirstMoment) {
        Message message = Message.of(
                "job {0} runs already: {1} of {2} holds its lock; stop that copy, or give this one another"
                        + " sync.job; if there is none any more, run SELECT pg_terminate_backend({3}) on the target",
                job.settings().job(), active, job.settings().target(), active.pid());
        if (hasRun) {
            throw Refusal.waiting(message);
        }
        if (!isFirstMoment) {
            throw new Refusal(message);
        }
        job.status().enter(JobState.WAITING, message);
    }

    /** Checks both ends, so that what is in the way of a takeover is known before, and the code for it is loaded. */
    private void warmUp() {
        if (isWarm) {
            return;
        }
        isWarm = true;
        try {
            job.precheck().beforeStart();
            isChecked = true;
        } catch (Refusal | Failed e) {
            LOG.warn(
                    "this copy of job {} could not take over just now: {}",
                    job.settings().job(),
                    Diagnosis.of(e, job.settings()).message());
        }
    }

    /** Whether this copy has found nothing in its way while it stood by, and nothing has failed since: then it need not look again. */
    boolean isChecked() {
        return isChecked;
    }

    /**
     * Notes why a session has ended; gives the lock up if this copy can't reach the source.
     *
     * @param wasAtWork whether changes or rows arrived until then
     */
    void failed(Throwable failure, Diagnosis diagnosis, boolean wasAtWork) {
        long now = System.nanoTime();
        isChecked = false;
        // It may have taken a while to notice.
        long silent =
                Links.silentNanos(job.settings().job(), job.settings().source().role());
        if (wasAtWork) {
            workedAt = now - silent;
        }
        boolean isOutOfReach = Diagnosis.isOfSource(failure) && (diagnosis.isOutage() || silent >= PATIENCE_NANOS);
        if (job.settings().isStandby() && isOutOfReach && now - workedAt >= PATIENCE_NANOS) {
            job.lock().release();
            nextTurn = now + OTHERS_NANOS;
        }
    }
}
