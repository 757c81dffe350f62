package io.adbpg.sync.batch;

import io.adbpg.sync.mapping.TableRoutes;

/** A route does not run: the job waits for it. */
public final class RoutePaused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RoutePaused(String message) {
        super(message);
    }

    /**
     * Checks that all routes run.
     *
     * @throws RoutePaused naming one that does not
     */
    public static void check(TableRoutes routes) {
        String stopped = routes.stoppedRoute();
        if (stopped != null) {
            throw new RoutePaused("route " + stopped + " is not started");
        }
    }
}
