package io.adbpg.sync.capture;

import io.adbpg.sync.apply.TableRoutes;

/** A route does not run: the job waits for it. */
final class RoutePaused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RoutePaused(String message) {
        super(message);
    }

    /**
     * Checks that all routes run.
     *
     * @throws RoutePaused naming one that does not
     */
    static void check(TableRoutes routes) {
        String stopped = routes.stoppedRoute();
        if (stopped != null) {
            throw new RoutePaused("route " + stopped + " is not started");
        }
    }
}
