package io.adbpg.sync.session;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.resume.JobLock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends session and load when another copy of the job holds the lock. Asks the target each second, which also notices a lost
 * target while there is nothing to apply.
 */
final class LockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
    /** A single failure may be chance. */
    private static final int ENOUGH_FAILURES = 2;

    private final CamelContext context;
    private final JobLock lock;
    private final TablesOutOfStep loads;
    private final Runnable endSession;
    private final ScheduledExecutorService executor;
    private int failures;

    LockWatch(CamelContext context, JobLock lock, TablesOutOfStep loads, Runnable endSession) {
        this.context = context;
        this.lock = lock;
        this.loads = loads;
        this.endSession = endSession;
        this.executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "lock");
        var unused = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (lock.isLost()) {
                // The next session reports who holds the lock.
                endSession.run();
                loads.close();
            }
            failures = 0;
        } catch (Failed | Refusal e) {
            LOG.debug("cannot look after the lock", e);
            failures++;
            if (failures == ENOUGH_FAILURES) {
                endSession.run();
            }
        }
    }

    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(executor);
    }
}
