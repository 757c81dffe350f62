package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.WantedTables;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/** The table routes of a context: those that start at {@code direct:schema.table}. */
public final class TableRoutes {
    private static final String DIRECT = "direct://";
    private static final String STATEMENTS = "direct:apply";

    private final CamelContext context;
    private final Map<TableName, TableRoute> byName = new TreeMap<>();

    /**
     * A table route.
     *
     * @param id the route's id
     * @param uri the URI that it starts at
     * @param mapping the mapping of its entry, or of the entry that it hands its rows to; null if there is none
     * @param hasSteps whether the user may have added steps between its start and the statements
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
        // Refuses an `except` that is malformed.
        routes.byName.forEach((name, route) -> isExcepted(route, name));
        if (routes.byName.isEmpty()) {
            throw Refusal.usage("no route names a table: add an entry to routes/tables.camel.yaml");
        }
        return routes;
    }

    /** Gives a hand-written route the mapping of the entry that it hands its rows to. */
    private void join(TableName name, TableRoute entry) {
        TableRoute first = byName.get(name);
        if (first == null) {
            throw Refusal.usage(
                    "entry '{0}' takes the rows of {1} from another route, by `from`, but no route begins at"
                            + " direct:{1}: write one that ends at {2}, or leave out `from`",
                    entry.id(), name, entry.uri().replace("://", ":"));
        }
        byName.put(name, new TableRoute(first.id(), first.uri(), entry.mapping(), true));
    }

    private void add(TableName name, TableRoute route, Map<TableName, TableRoute> into) {
        TableRoute other = into.putIfAbsent(name, route);
        if (other != null) {
            throw Refusal.usage(
                    "table routes '{0}' and '{1}' both take {2}: remove one of them", other.id(), route.id(), name);
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
            throw Refusal.usage("`source` of table route '{0}': {1}", routeId, Worded.of(e));
        }
    }

    /**
     * Whether an entry's template has other steps than the shipped one, which maps the group and hands it to the route that
     * chooses the statements.
     */
    private boolean hasSteps(Route route) {
        List<ProcessorDefinition<?>> steps =
                ((ModelCamelContext) context).getRouteDefinition(route.getId()).getOutputs();
        return steps.size() != 2
                || !(steps.get(0) instanceof BeanDefinition bean && "map".equals(bean.getMethod()))
                || !(steps.get(1) instanceof ToDefinition to && STATEMENTS.equals(to.getEndpointUri()));
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

    /** Returns the tables that the routes name. */
    public WantedTables wanted() {
        return new WantedTables(names(), name -> of(name) != null);
    }

    /** Returns the tables and wildcards that the routes name. */
    public Collection<TableName> names() {
        return byName.keySet();
    }

    /** Returns all table routes. */
    public Collection<TableRoute> all() {
        return byName.values();
    }

    /** Returns the route of a table: its own, or else its schema's, unless that excepts it; null if it has neither. */
    public TableRoute of(TableName table) {
        TableRoute own = byName.get(table);
        if (own != null) {
            return own;
        }
        TableRoute schema = byName.get(new TableName(table.schema(), "*"));
        return schema == null || isExcepted(schema, table) ? null : schema;
    }

    private static boolean isExcepted(TableRoute schema, TableName table) {
        return schema.mapping() != null && schema.mapping().excepts(table);
    }

    /** Returns the target of a source table; null if it has no route, or one without a mapping. */
    public TableName target(TableName table) {
        TableRoute route = of(table);
        return route == null || route.mapping() == null ? null : route.mapping().target(table);
    }

    /** Returns the id of a route that starts at {@code direct:} and is not started; null if all are. */
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
