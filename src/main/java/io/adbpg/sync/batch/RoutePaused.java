package io.adbpg.sync.batch;

import io.adbpg.sync.mapping.TableRoutes;

/** Ends a session because a route does not run: the job waits until it does. */
public final class RoutePaused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RoutePaused(String message) {
        super(message);
    }

    /**
     * Checks that all routes run.
     *
     * @throws RoutePaused if one does not; the message names it
     */
    public static void check(TableRoutes routes) {
        String stopped = routes.stoppedRoute();
        if (stopped != null) {
            throw new RoutePaused("route " + stopped + " is not started");
        }
    }
}
