package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
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
     * @param mapping what its entry was told, or that of the entry behind it; null if there is none
     * @param hasSteps whether steps of a user's own may stand between its start and the statements
     */
    public record TableRoute(String id, String uri, TableMapping mapping, boolean hasSteps) {}

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
        Map<TableName, TableRoute> entriesBehind = new TreeMap<>();
        for (Route route : context.getRoutes()) {
            String uri = route.getEndpoint().getEndpointUri();
            TableMapping mapping = routes.mapping(route);
            if (uri.startsWith(DIRECT) && (mapping != null || uri.contains("."))) {
                TableName name = mapping == null ? name(uri, route.getId()) : parse(mapping.source(), route.getId());
                TableRoute found =
                        new TableRoute(route.getId(), uri, mapping, mapping == null || routes.hasSteps(route));
                boolean isFirst = mapping == null
                        || (uri.contains(".") && name(uri, route.getId()).equals(name));
                routes.add(name, found, isFirst ? routes.byName : entriesBehind);
            }
        }
        entriesBehind.forEach(routes::join);
        if (routes.byName.isEmpty()) {
            throw Refusal.usage("no route names a table: add an entry to routes/tables.camel.yaml");
        }
        return routes;
    }

    /** Gives a hand-written route the mapping of the entry that it hands its rows on to. */
    private void join(TableName name, TableRoute entry) {
        TableRoute first = byName.get(name);
        if (first == null) {
            throw Refusal.usage(
                    "entry '" + entry.id() + "' takes the rows of " + name + " from another route, by `from`,"
                            + " but no route begins at direct:" + name + ": write one that ends at "
                            + entry.uri().replace("://", ":") + ", or leave out `from`");
        }
        byName.put(name, new TableRoute(first.id(), first.uri(), entry.mapping(), true));
    }

    private void add(TableName name, TableRoute route, Map<TableName, TableRoute> into) {
        TableRoute other = into.putIfAbsent(name, route);
        if (other != null) {
            throw Refusal.usage("table routes '" + other.id() + "' and '" + route.id() + "' both take " + name
                    + ": remove one of them");
        }
    }

    private static TableName name(String uri, String routeId) {
        return parse(
                URLDecoder.decode(uri.substring(DIRECT.length()).replace("+", "%2B"), StandardCharsets.UTF_8), routeId);
    }

    private static TableName parse(String name, String routeId) {
        try {
            return TableName.parse(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage("`source` of table route '" + routeId + "': " + e.getMessage());
        }
    }

    /** Whether an entry's template does more than the shipped one: to map, and to choose the statements. */
    private boolean hasSteps(Route route) {
        return ((ModelCamelContext) context)
                        .getRouteDefinition(route.getId())
                        .getOutputs()
                        .size()
                > 2;
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

    /** The target table of a source table; null if only its route knows, or it has none. */
    public TableName target(TableName table) {
        TableRoute route = of(table);
        return route == null || route.mapping() == null ? null : route.mapping().target(table);
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
