package io.adbpg.sync.batch;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.mapping.TableRoutes;

/** Ends a session because a route does not run: the job waits until it does. */
public final class RoutePaused extends RuntimeException implements Worded {
    private static final long serialVersionUID = 1L;

    private final transient Message message;

    private RoutePaused(Message message) {
        super(message.toString());
        this.message = message;
    }

    @Override
    public Message message() {
        return message;
    }

    /**
     * Checks that all routes run.
     *
     * @throws RoutePaused if one does not; the message names it
     */
    public static void check(TableRoutes routes) {
        String stopped = routes.stoppedRoute();
        if (stopped != null) {
            throw new RoutePaused(Message.of("route {0} is not started", stopped));
        }
    }
}
