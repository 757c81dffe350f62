package io.adbpg.sync.capture;

import io.adbpg.sync.resume.JobLock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** Looks each second whether another copy of the job has taken its lock: then nothing of the job goes on. */
final class LockWatch implements AutoCloseable {
    private final CamelContext context;
    private final JobLock lock;
    private final TableLoads loads;
    private final Runnable endSession;
    private final ScheduledExecutorService executor;

    LockWatch(CamelContext context, JobLock lock, TableLoads loads, Runnable endSession) {
        this.context = context;
        this.lock = lock;
        this.loads = loads;
        this.endSession = endSession;
        this.executor = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "lock");
        var unused = executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        if (lock.isTaken()) {
            // The next session says why it can't begin.
            endSession.run();
            loads.close();
        }
    }

    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(executor);
    }
}
