package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.EntryPlaces;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.routes.CaptureRoute;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.status.JsonTime;
import io.adbpg.sync.status.MessageJson;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The routes that run in JSON, each with where it stands, and what its file holds that can't be taken over. */
public final class RouteReports {
    private static final Pattern LOCATION = Pattern.compile("(?:file:)?(?<file>.*?):(?<line>\\d+)");
    private static final String ANSWERS = "platform-http:";

    private final CamelContext context;
    private final Supplier<Optional<RefusedEdit>> refused;
    private final Clock clock;

    /**
     * The routes of a context.
     *
     * @param refused what the route files hold and does not run
     */
    public RouteReports(CamelContext context, Supplier<Optional<RefusedEdit>> refused, Clock clock) {
        this.context = context;
        this.refused = refused;
        this.clock = clock;
    }

    /** What the route files hold and does not run; null if they are what runs. */
    JsonObject refused() {
        return refused.get().map(RouteReports::json).orElse(null);
    }

    private static JsonObject json(RefusedEdit edit) {
        JsonObject json = new JsonObject();
        MessageJson.put(json, "reason", edit.message());
        json.put("since", JsonTime.of(edit.since()));
        return json;
    }

    /** An object per route, without those that only answer requests. */
    JsonArray all() {
        Map<String, TableName> tables = tables();
        EntryPlaces places = context.getRegistry().lookupByNameAndType(EntryPlaces.NAME, EntryPlaces.class);
        String capture = CaptureRoute.id(context).orElse("");
        Map<String, Message> refusing = refused.get().map(RefusedEdit::entries).orElse(Map.of());
        JsonArray all = new JsonArray();
        for (Route route : context.getRoutes()) {
            if (!route.getEndpoint().getEndpointUri().startsWith(ANSWERS)) {
                TableName table = tables.get(route.getId());
                JsonObject json = new JsonObject();
                json.put("id", route.getId());
                json.put("table", table == null ? null : table.toString());
                json.put("capture", route.getId().equals(capture));
                MessageJson.put(json, "place", place(route, table, places));
                ServiceStatus now = context.getRouteController().getRouteStatus(route.getId());
                json.put("state", now == null ? "stopped" : now.name().toLowerCase(Locale.ROOT));
                json.put("since", JsonTime.of(since(route, now)));
                MessageJson.put(json, "refused", refusing.getOrDefault(route.getId(), Message.NONE));
                all.add(json);
            }
        }
        return all;
    }

    /** None while the routes are made anew. */
    private Map<String, TableName> tables() {
        Map<String, TableName> tables = new HashMap<>();
        try {
            TableRoutes routes = TableRoutes.of(context);
            for (TableName name : routes.names()) {
                TableRoute route = routes.of(name);
                tables.put(route.id(), name);
            }
        } catch (Refusal e) {
            tables.clear();
        }
        return tables;
    }

    /** Camel's own location of an entry's route is that of its template. */
    private static Message place(Route route, TableName table, EntryPlaces places) {
        Message entry = table == null || places == null ? Message.NONE : places.of(table.toString(), "source");
        if (!entry.isBlank()) {
            return entry;
        }
        Matcher location = LOCATION.matcher(String.valueOf(route.getSourceLocation()));
        return location.matches()
                ? Message.of("{0}, line {1}", location.group("file"), location.group("line"))
                : Message.verbatim(route.getSourceLocation() == null ? "" : route.getSourceLocation());
    }

    private Instant since(Route route, ServiceStatus now) {
        return now == null || !now.isStarted()
                ? null
                : clock.instant().minusMillis(route.getUptimeMillis()).truncatedTo(ChronoUnit.SECONDS);
    }
}
