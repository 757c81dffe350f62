package io.adbpg.sync.link;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the links of a job, each second, with a thread for each end: see {@link LinkWatch}. */
public final class LinkGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkGuard.class);
    private static final long PERIOD_MILLIS = 1000;

    private final List<LinkWatch> watches;
    private final ScheduledExecutorService executor;

    private LinkGuard(List<LinkWatch> watches) {
        this.watches = watches;
        this.executor = Executors.newScheduledThreadPool(watches.size(), task -> {
            Thread thread = new Thread(task, "links");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts to look after the links to these ends. */
    public static LinkGuard start(LinkWatch... watches) {
        LinkGuard guard = new LinkGuard(List.of(watches));
        for (LinkWatch watch : watches) {
            var unused = guard.executor.scheduleWithFixedDelay(
                    () -> look(watch), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
        return guard;
    }

    private static void look(LinkWatch watch) {
        try {
            watch.look();
        } catch (RuntimeException e) {
            // An executor would not try it again.
            LOG.debug("cannot look after the links", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        watches.forEach(LinkWatch::close);
    }
}
