package io.adbpg.sync.routes;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;

/** The routes that somebody has stopped or suspended, so that they stay so when all routes are made anew. */
final class StoppedRoutes {
    /** Stands for the capture route, so that a paused job stays so if that route gets another id. */
    private static final String CAPTURE = "";

    private final CamelContext context;
    private final Map<String, ServiceStatus> stopped = new HashMap<>();

    StoppedRoutes(CamelContext context) {
        this.context = context;
    }

    /** Takes note of the routes that there are; what is known of others stays. */
    void note() {
        for (Route route : context.getRoutes()) {
            ServiceStatus now = context.getRouteController().getRouteStatus(route.getId());
            String key = CaptureRoute.isCapture(route) ? CAPTURE : route.getId();
            if (route.isAutoStartup() && (now.isStopped() || now.isSuspended())) {
                stopped.put(key, now);
            } else {
                stopped.remove(key);
            }
        }
    }

    /** Stops and suspends those of them that there are. */
    void stopAgain() throws Exception {
        for (Map.Entry<String, ServiceStatus> route : stopped.entrySet()) {
            stopAgain(
                    route.getKey().equals(CAPTURE) ? CaptureRoute.id(context).orElse(CAPTURE) : route.getKey(),
                    route.getValue());
        }
    }

    /** Stops or suspends a route that is not the capture, if it was. */
    void stopAgain(String id) throws Exception {
        if (stopped.containsKey(id)) {
            stopAgain(id, stopped.get(id));
        }
    }

    private void stopAgain(String id, ServiceStatus before) throws Exception {
        if (context.getRoute(id) == null) {
            return;
        }
        if (before.isSuspended()) {
            context.getRouteController().suspendRoute(id);
        } else {
            context.getRouteController().stopRoute(id);
        }
    }

    boolean isAny() {
        return !stopped.isEmpty();
    }
}
