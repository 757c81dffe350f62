package io.adbpg.sync.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;

/**
 * Leaves out the routes whose {@code precondition} does not hold; and those that begin by themselves, where nothing is to
 * be done but to look.
 *
 * <p>Camel does that too, but by the id: it would remove the other route of the same id, the one whose precondition holds.
 */
public final class ChosenRoutes {
    private final CamelContext context;
    private final boolean isOnlyCalled;

    /** @param isOnlyCalled whether only routes are wanted that others call */
    public ChosenRoutes(CamelContext context, boolean isOnlyCalled) {
        this.context = context;
        this.isOnlyCalled = isOnlyCalled;
    }

    public boolean isChosen(RouteDefinition route) {
        if (isOnlyCalled && !route.getEndpointUrl().startsWith("direct:")) {
            return false;
        }
        if (route.getPrecondition() == null) {
            return true;
        }
        String text = context.resolvePropertyPlaceholders(route.getPrecondition());
        Predicate precondition = context.resolveLanguage("simple").createPredicate(text);
        precondition.initPredicate(context);
        return precondition.matches(new DefaultExchange(context));
    }
}
