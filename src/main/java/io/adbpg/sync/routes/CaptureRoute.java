package io.adbpg.sync.routes;

import io.adbpg.sync.capture.ChangeStreams;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/**
 * Finds the route that reads the source: {@code capture-debezium}, {@code capture-pgoutput}, or one under an id of the
 * user's own. It is known by the endpoint that it starts at.
 */
public final class CaptureRoute {
    private CaptureRoute() {}

    /** The id of a job's capture route; empty while edited route files are taken over, and where there is no such route. */
    public static Optional<String> id(CamelContext context) {
        return context.getRoutes().stream()
                .filter(CaptureRoute::isCapture)
                .map(Route::getId)
                .findFirst();
    }

    /** Whether a route reads the source. */
    static boolean isCapture(Route route) {
        return route.getEndpoint() instanceof ChangeStreams;
    }
}
