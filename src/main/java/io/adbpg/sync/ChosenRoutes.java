package io.adbpg.sync;

import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;

/**
 * Leaves out the routes whose {@code precondition} does not hold.
 *
 * <p>Camel does that too, but by the id: it would remove the other route of the same id, the one whose precondition holds.
 */
final class ChosenRoutes {
    private final CamelContext context;

    ChosenRoutes(CamelContext context) {
        this.context = context;
    }

    boolean isChosen(RouteDefinition route) {
        if (route.getPrecondition() == null) {
            return true;
        }
        String text = context.resolvePropertyPlaceholders(route.getPrecondition());
        Predicate precondition = context.resolveLanguage("simple").createPredicate(text);
        precondition.initPredicate(context);
        return precondition.matches(new DefaultExchange(context));
    }
}
