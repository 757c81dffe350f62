package io.adbpg.sync.apply;

import io.adbpg.sync.Refusal;
import io.adbpg.sync.catalog.TableName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/** The routes that take a table's row groups: those that start at {@code direct:schema.table}. */
public final class TableRoutes {
    private static final String DIRECT = "direct://";

    private final CamelContext context;
    private final Map<TableName, TableRoute> byName = new TreeMap<>();

    /**
     * A table route.
     *
     * @param id the route's id
     * @param uri the endpoint that it starts at
     * @param mapping what its template was told; null for a route written by hand
     */
    public record TableRoute(String id, String uri, TableMapping mapping) {}

    private TableRoutes(CamelContext context) {
        this.context = context;
    }

    /**
     * Finds the table routes of a context.
     *
     * @throws Refusal if there is none
     */
    public static TableRoutes of(CamelContext context) {
        TableRoutes routes = new TableRoutes(context);
        for (Route route : context.getRoutes()) {
            String uri = route.getEndpoint().getEndpointUri();
            TableMapping mapping = routes.mapping(route);
            if (uri.startsWith(DIRECT) && (mapping != null || uri.contains("."))) {
                routes.add(name(uri, route.getId()), new TableRoute(route.getId(), uri, mapping));
            }
        }
        if (routes.byName.isEmpty()) {
            throw Refusal.usage("no route names a table: add an entry to routes/tables.camel.yaml");
        }
        return routes;
    }

    private void add(TableName name, TableRoute route) {
        TableRoute other = byName.putIfAbsent(name, route);
        if (other != null) {
            throw Refusal.usage("table routes '" + other.id() + "' and '" + route.id() + "' both take " + name
                    + ": remove one of them");
        }
    }

    private static TableName name(String uri, String routeId) {
        String name = URLDecoder.decode(uri.substring(DIRECT.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        try {
            return TableName.parse(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage("`source` of table route '" + routeId + "': " + e.getMessage());
        }
    }

    private TableMapping mapping(Route route) {
        RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(route.getId());
        if (definition == null || definition.getRouteTemplateContext() == null) {
            return null;
        }
        return definition.getRouteTemplateContext().getLocalBeanRepository().findByType(Object.class).stream()
                .filter(TableMapping.class::isInstance)
                .map(TableMapping.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** The tables and schemas that are named. */
    public Collection<TableName> names() {
        return byName.keySet();
    }

    /** All table routes. */
    public Collection<TableRoute> all() {
        return byName.values();
    }

    /** The route of a table: its own, else its schema's. */
    public TableRoute of(TableName table) {
        TableRoute route = byName.get(table);
        return route != null ? route : byName.get(new TableName(table.schema(), "*"));
    }

    /** The id of a table route, or of one that they share, that can't take row groups now; null if all can. */
    public String stoppedRoute() {
        for (Route route : context.getRoutes()) {
            ServiceStatus status = context.getRouteController().getRouteStatus(route.getId());
            if (route.getEndpoint().getEndpointUri().startsWith(DIRECT) && status != null && !status.isStarted()) {
                return route.getId();
            }
        }
        return null;
    }
}
